"""Words as coordinators type them: what they stand for, and which ones must ask."""

import csv
import os
import tomllib
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch import vocabulary
from mentormatch.errors import VocabularyError
from mentormatch.sentences import languages, sentences
from mentormatch.vocabulary import Distances, Vocabulary

V = Vocabulary()
DATA = Path(vocabulary.__file__).parent.parent / "data"
TABLE = tomllib.loads((DATA / "languages.toml").read_text(encoding="utf-8"))
MUNICIPALITIES = list(
    csv.DictReader((DATA / "municipalities.csv").read_text(encoding="utf-8").splitlines(), delimiter=";")
)
KINDS = [
    "gender", "role", "engagement", "urgency", "strength", "likeness", "priority", "target_group", "level_of_work",
    "unit", "distance", "decision", "yes_no", "level", "sector", "basis",
]  # fmt: skip


def keys(error: pytest.ExceptionInfo[VocabularyError]) -> list[str]:
    return [problem.key for problem in error.value.problems]


def plain(text: str) -> str:
    """As typed on an English keyboard by someone who knows the old spellings."""
    for letter, letters in (("ø", "oe"), ("Ø", "Oe"), ("å", "aa"), ("Å", "Aa"), ("æ", "ae"), ("Æ", "Ae")):
        text = text.replace(letter, letters)
    return text


# Languages

LANGUAGES_BY_CODE = {
    "nb": "norsk|Norwegian|bokmål|Bokmaal|norsk bokmål|no|nob|nb-NO",
    "nn": "nynorsk|norsk nynorsk",
    "nsl": "norsk tegnspråk|Norsk tegnsprak|norsk teiknspråk|tegnspråk, norsk",
    "se": "nordsamisk|Northern Sami",
    "smj": "lulesamisk",
    "sma": "sørsamisk|soersamisk",
    "fkv": "kvensk",
    "rom": "romanes",
    "rmg": "norsk romani",
    "ar": "arabisk|Arabic|ara|arb|moderne standardarabisk",
    "apc": "syrisk arabisk|arabisk (syrisk)|Syrian Arabic|libanesisk|palestinsk|ajp|ar-SY",
    "acm": "ar_IQ|irakisk arabisk|Arabic (Iraqi)",
    "arz": "egyptisk",
    "ary": "marokkansk arabisk|Marokkansk-arabisk|darija",
    "apd": "sudanarabisk",
    "ckb": "sorani|Kurdish (Sorani)|sentralkurdisk",
    "kmr": "kurmanji|KURMANDJI|kurmancî|badini",
    "sdh": "feyli",
    "fa": "farsi|persisk|Persian",
    "prs": "dari|fa-AF|prs|persisk (dari)",
    "haz": "hazaragi",
    "ps": "pashto|pasjto",
    "tr": "tyrkisk",
    "az": "aserbajdsjansk|azeri",
    "aii": "assyrisk|Assyrian",
    "ur": "urdu",
    "hi": "hindi",
    "pa": "punjabi|panjabi",
    "ta": "tamil",
    "si": "singalesisk",
    "ne": "nepalsk",
    "rhg": "rohingya",
    "so": "somali|somalisk|Somalisk.|som",
    "ti": "tigrinja|Tigrinya|tigrinya",
    "tig": "tigre",
    "am": "amharisk",
    "om": "oromo|afaan oromoo",
    "sw": "swahili",
    "rw": "kinyarwanda",
    "rn": "kirundi",
    "ln": "lingala",
    "tw": "twi",
    "gle": "irsk",
    "fvr": "fur",
    "cmn": "mandarin",
    "yue": "kantonesisk",
    "tl": "tagalog",
    "fil": "filippinsk",
    "vi": "vietnamesisk",
    "bs": "bosnisk",
    "sr": "serbisk|sr-Cyrl|sr-Latn",
    "cnr": "sr-ME",
    "sh": "serbokroatisk|bosnisk-kroatisk-serbisk|hbs",
    "sq": "albansk",
    "uk": "ukrainsk",
    "ru": "russisk",
    "ce": "tsjetsjensk",
    "be": "hviterussisk|kviterussisk",
    "pt": "pt-BR|brasiliansk portugisisk",
    "nl": "flamsk",
    "ro": "moldovsk",
    "br": "bretonsk",
    "en": "American English|  engelsk |en",
}
LANGUAGES = [(word, code) for code, words in LANGUAGES_BY_CODE.items() for word in words.split("|")]


@pytest.mark.parametrize("text, code", LANGUAGES)
def test_a_language_as_people_type_it(text: str, code: str) -> None:
    assert V.language(text) == code
    assert V.language_skill(text) == (code, None)


ASKS_BY_CHOICES = {
    "ckb kmr": "kurdisk|Kurdish|ku|kur",
    "se smj sma": "samisk",
    "cmn yue": "kinesisk|Chinese|zh-Hans|forenklet kinesisk",
    "rif shi tzm kab": "berber|Tamazight",
    "nsl ase ils": "tegnspråk|teiknsprak",
    "rom rmg": "romani",
    "apc syr": "syrisk",
    "aii cld tru": "arameisk",
    "prs ps haz uz": "afghansk",
    "ur pnb ps sd": "pakistansk",
    "acm ckb kmr": "irakisk",
    "fa az ckb kmr": "iransk",
    "ti tig byn ar": "eritreisk",
    "am om ti so": "etiopisk",
    "ary rif shi tzm": "marokkansk",
    "apd fvr din nus": "sudansk",
    "tw fat": "akan",
    "gaa gle": "ga",
    "bs hr sr mk": "jugoslavisk",
}
ASKS = [(word, codes) for codes, words in ASKS_BY_CHOICES.items() for word in words.split("|")]


@pytest.mark.parametrize("text, codes", ASKS)
def test_a_word_for_several_languages_asks(text: str, codes: str) -> None:
    with pytest.raises(VocabularyError) as error:
        V.language(text)
    assert keys(error) == ["vocabulary_language_choice"]
    for language in languages():
        names = [V.language_name(code, language) for code in codes.split()]
        assert error.value.text(language).endswith(": " + ", ".join(names) + ".")


@pytest.mark.parametrize(
    "text",
    ["engelsk og norsk", "engelsk norsk", "engelsk, norsk", "dari/farsi", "Somali & Arabic", "norsk B2, engelsk C1",
     "engelsk og norsk morsmål", "sorani eller kurmanji"],
)  # fmt: skip
def test_two_languages_in_one_word_are_told_to_separate(text: str) -> None:
    for read in (V.language, V.language_skill):
        with pytest.raises(VocabularyError, match="';'") as error:
            read(text)
        assert keys(error) == ["vocabulary_languages_together"]


@pytest.mark.parametrize(
    "text, near", [("ukranisk", "ukrainsk"), ("sommalisk", "somalisk"), ("arabsk", "arabisk"), ("kurmnji", "Kurmanji")]
)
def test_a_misspelling_is_never_guessed_but_hinted_at(text: str, near: str) -> None:
    with pytest.raises(VocabularyError) as error:
        V.language(text)
    assert keys(error) == ["vocabulary_language_near"]
    assert near in str(error.value)


@pytest.mark.parametrize("text", ["", "  ", "xx", "mul", "und", "noe", "god", "Ali", "qqqqq", "sign", "12"])
def test_what_is_no_language_is_an_error(text: str) -> None:
    with pytest.raises(VocabularyError):
        V.language(text)


def test_langcodes_alone_would_fail_silently() -> None:
    """Why the table is there."""
    import langcodes

    assert langcodes.find("norsk tegnspråk", "nb").language == "no"
    assert langcodes.find("engelsk og norsk", "nb").language == "en"
    assert langcodes.find("syrisk arabisk", "nn").language == "syr"
    for word in ("farsi", "sorani", "nynorsk"):
        with pytest.raises(LookupError):
            langcodes.find(word, "nb")


def test_every_language_of_the_table_is_found_by_its_code_and_its_names() -> None:
    import langcodes

    for code, names in TABLE["languages"].items():
        assert langcodes.tag_is_valid(code), code
        for word in (code, names["nb"], names["en"], *names.get("also", ())):
            assert V.language(word) == code, word
            assert len(word) < 4 or V.language(plain(word)) == code, word
        assert (V.language_name(code, "nb"), V.language_name(code)) == (names["nb"], names["en"])
    for tag, code in TABLE["tags"].items():
        assert V.language(tag) == code


def test_no_norwegian_name_of_langcodes_becomes_another_language() -> None:
    """Against the names themselves: each stands for its own code, or for a code of the table, or asks."""
    from language_data.name_data import CODE_TO_NAMES

    own = {"no": "nb", "ga": "gle", "man": "mnk", "lah": "pnb", "fur": ""}
    asking = set[str]()
    for code, names in CODE_TO_NAMES.items():
        name = names.get("nb")
        if name is None or not code.islower() or len(code) > 3 or code in ("mul", "und", "zxx", "mis"):
            continue
        try:
            assert V.language(name) == own.get(code, code), name
        except VocabularyError:
            asking.add(code)
    assert asking == {"ak", "arc", "bkm", "fur", "gaa", "ku", "rom", "zh"}


def test_a_language_outside_the_table_has_its_names_too() -> None:
    assert V.language_name("br", "nb") == "bretonsk"
    assert V.language_name("br") == "Breton"
    with pytest.raises(VocabularyError):
        V.language_name("q1")


NEAR = ["ar acm apc arz apd afb ary arq aeb ayl", "bs hr sr cnr sh", "ur hi", "fa prs haz tg", "nb nn", "rw rn"]
FAR = ["uk ru", "nb sv", "sv da", "ckb kmr", "se sma", "cmn yue", "so ymm", "tr az", "ar he", "ti am", "ur pa", "fa ps"]


@pytest.mark.parametrize("codes", NEAR)
def test_languages_near_in_speech_share_a_group(codes: str) -> None:
    assert len({V.spoken_group(code) for code in codes.split()}) == 1


@pytest.mark.parametrize("codes", FAR)
def test_nobody_is_assumed_to_understand_the_neighbours(codes: str) -> None:
    assert len({V.spoken_group(code) for code in codes.split()}) == 2


def test_a_language_is_in_one_group_and_a_language_alone_is_its_own() -> None:
    members = Counter(code for codes in TABLE["spoken"].values() for code in codes)
    assert set(members.values()) == {1}
    assert members.keys() <= TABLE["languages"].keys()
    assert V.spoken_group("so") == "so"
    assert not TABLE["spoken"].keys() & TABLE["languages"].keys()


SKILLS = {
    "arabisk (B2)": ("ar", "B2"), "arabisk B2": ("ar", "B2"), "arabisk-B2": ("ar", "B2"), "ARABISK: b2": ("ar", "B2"),
    "arabisk: flytende": ("ar", "C1"), "norsk morsmål": ("nb", "native"), "morsmål: tigrinja": ("ti", "native"),
    "litt engelsk": ("en", "A2"), "ar=C1": ("ar", "C1"), "Arabic, native": ("ar", "native"), "god norsk": ("nb", "B2"),
    "norsk – svært god": ("nb", "C1"), "svært godt norsk": ("nb", "C1"), "norsk flytande": ("nb", "C1"),
    "engelsk nivå B1": ("en", "B1"), "kurdisk (sorani) B2": ("ckb", "B2"), "arabisk (irakisk), flytende": ("acm", "C1"),
    "norsk tegnspråk A1": ("nsl", "A1"), "bretonsk (litt)": ("br", "A2"), "English - good": ("en", "B2"),
    "Somali (mother tongue)": ("so", "native"), "tysk": ("de", None),
}  # fmt: skip


@pytest.mark.parametrize("text, skill", SKILLS.items())
def test_a_language_with_its_level(text: str, skill: tuple[str, str | None]) -> None:
    assert V.language_skill(text) == skill


@pytest.mark.parametrize(
    "text, key",
    [
        ("kurdisk B2", "vocabulary_language_choice"),
        ("arabisk (sånn passe)", "vocabulary_code"),
        ("tysk A7", "vocabulary_code"),
        ("norsk B2/C1", "vocabulary_code"),
        ("norks B2", "vocabulary_language_near"),
        ("flytende", "vocabulary_language"),
        ("", "vocabulary_language"),
    ],
)
def test_a_language_with_its_level_that_cannot_be_read(text: str, key: str) -> None:
    with pytest.raises(VocabularyError) as error:
        V.language_skill(text)
    assert keys(error) == [key]


def test_levels() -> None:
    words = ["a1", "B 2", "C1.", "litt", "god", "flytende", "flytande", "morsmål", "mother tongue", "Native", "basic"]
    assert [V.level(word) for word in words] == ["A1", "B2", "C1", "A2", "B2", "C1", "C1", *["native"] * 3, "A2"]
    assert V.level("") is None
    assert V.level("  ") is None
    with pytest.raises(VocabularyError, match="A1, A2, B1, B2, C1, C2, native"):
        V.level("D1")


# Municipalities, counties, regions

PLACES_BY_CODE = {
    "4601": "4601|Bergen|bergen kommune|Bergen kommune.|4601 Bergen|Municipality of Bergen",
    "0301": "301|0301|OSLO",
    "4621": "Voss herad",
    "5501": "Tromsø|Tromso|Tromsoe|Romsa",
    "1508": "Ålesund|Aalesund|Alesund",
    "1119": "Hå|Haa",
    "1867": "Bø",
    "5605": "Sør-Varanger|Sor Varanger|sørvaranger",
    "3338": "Nore og Uvdal",
    "4219": "Evje & Hornnes",
    "5612": "Kautokeino|Guovdageaidnu|Guovdageaidnu - Kautokeino",
    "5610": "Kárášjohka|Karasjohka",
    "5001": "Trondheim/Tråante|Tråante – Trondheim",
    "5043": "Raarvihke",
    "5538": "Storfjord - Omasvuotna - Omasvuono",
    "5622": "Porsáŋgu|Porsangu",
    "1826": "Aarborte",
    "1818": "Herøy (Nordland)|Herøy i Nordland|Heroy, Nordland",
    "1515": "Herøy (Møre og Romsdal)|Herøy (M&R)|Herøy kommune i Møre og Romsdal|Herøy på Sunnmøre",
    "3419": "Våler i Innlandet|Våler i Hedmark",
    "3114": "Våler (Østfold)|Valer, Ostfold",
    "3228": "Nes (Akershus)",
    "3430": "Os",
    "3205": "Lillestrøm",
    "5054": "Indre Fosen",
    "1875": "Hamarøy",
}
PLACES = [(word, code) for code, words in PLACES_BY_CODE.items() for word in words.split("|")]


@pytest.mark.parametrize("text, number", [*PLACES, (301, "0301"), (4601, "4601")])
def test_a_municipality_as_people_type_it(text: str | int, number: str) -> None:
    assert V.municipality(text) == number


@pytest.mark.parametrize(
    "text, key, hint",
    [
        ("Herøy", "vocabulary_municipality_choice", "Herøy (Møre og Romsdal), Herøy (Nordland)"),
        ("heroy kommune", "vocabulary_municipality_choice", "Herøy (Møre og Romsdal), Herøy (Nordland)"),
        ("Våler", "vocabulary_municipality_choice", "Våler (Østfold), Våler (Innlandet)"),
        ("Bergen (Nordland)", "vocabulary_municipality_near", "Bergen (Vestland)"),
        ("Stavager", "vocabulary_municipality_near", "Stavanger"),
        ("Trondheim/Bergen", "vocabulary_municipality_near", "Trondheim"),
        ("4601 Oslo", "vocabulary_municipality_mismatch", "4601 is Bergen"),
        ("1201", "vocabulary_municipality_number", "2020 and 2024"),
        ("kommune", "vocabulary_municipality", "four digits"),
        ("", "vocabulary_municipality", "four digits"),
    ],
)
def test_a_municipality_that_must_ask(text: str, key: str, hint: str) -> None:
    with pytest.raises(VocabularyError) as error:
        V.municipality(text)
    assert keys(error) == [key]
    assert hint in str(error.value)


def test_only_two_names_are_ambiguous() -> None:
    names = [row["name"] for row in MUNICIPALITIES]
    assert len(names) == 357
    assert {name for name, count in Counter(names).items() if count > 1} == {"Herøy", "Våler"}
    for row in MUNICIPALITIES:
        full = f"{row['name']} ({V.county_name(V.county(row['number']))})"
        assert V.municipality(full) == V.municipality(row["number"]) == row["number"]
        assert V.municipality_name(row["number"]) == row["name"]
        forms = [form for column in ("sami", "kven", "also") for form in row[column].split("|") if form]
        assert [V.municipality(form) for form in forms] == [row["number"]] * len(forms)


def test_every_name_can_be_typed_without_norwegian_letters() -> None:
    ambiguous = {"Herøy", "Våler"}
    for row in MUNICIPALITIES:
        if row["name"] not in ambiguous:
            assert V.municipality(plain(row["name"]).upper()) == row["number"]
            assert V.municipality(row["name"].translate(str.maketrans("øæåØÆÅ", "oaaOAA"))) == row["number"]


def test_the_table_agrees_with_the_mapping_authority() -> None:
    folder = Path(os.environ.get("MENTORMATCH_DATA", Path(__file__).parents[2] / "shared" / "data"))
    file = folder / "municipalities_2024.csv"
    if not file.exists():
        pytest.skip("the mapping authority's table is not part of the repository; MENTORMATCH_DATA says where it is")
    own = {row["number"]: row for row in MUNICIPALITIES}
    with file.open(encoding="utf-8") as lines:
        theirs = list(csv.DictReader(lines))
    assert [row["kommunenummer"] for row in theirs] == sorted(own)
    for row in theirs:
        number = row["kommunenummer"]
        forms = {own[number]["name"], *own[number]["sami"].split("|"), *own[number]["kven"].split("|")}
        official = row["kommunenavn"].split(" - ")
        assert own[number]["name"] in official
        assert set(official) <= forms, number
        assert V.county(number) == row["fylkesnummer"]
        assert V.county_name(row["fylkesnummer"]) == row["fylkesnavn"].split(" - ")[0]


REGIONS = {
    "vest": "46 11",
    "midt": "15 50",
    "nord": "18 55 56",
    "sor": "39 40 42 33",
    "ost": "03 32 31 34",
}


def test_every_county_has_its_region() -> None:
    region = {county: key for key, counties in REGIONS.items() for county in counties.split()}
    assert len(region) == 15
    for row in MUNICIPALITIES:
        assert V.rvts_region(row["number"]) == region[V.county(row["number"])]
    assert [V.rvts_region_name(key) for key in REGIONS] == [
        f"RVTS {name}" for name in ("Vest", "Midt", "Nord", "Sør", "Øst")
    ]


def test_a_region_before_the_county_was_there() -> None:
    assert V.rvts_region("4601", date(2020, 1, 1)) == "vest"
    assert V.rvts_region("0301", date(2017, 1, 1)) == "ost"
    with pytest.raises(VocabularyError, match="Vestland has no RVTS region on 2019-12-31"):
        V.rvts_region("4601", date(2019, 12, 31))


# Code lists

CODES = [
    ("gender", "woman", "kvinne Kvinner jente dame female K"),
    ("gender", "man", "mann gutt gut gutar male M"),
    ("gender", "other", "annet|anna|ikke-binær|ikkje binær|non-binary|other"),
    ("role", "operative", "operativ|Operativ mentor|operative"),
    ("role", "resource_person", "ressursperson|resource person|ressursperson på arbeidsplassen"),
    ("engagement", "freed_hours", "frigjorte timer|frikjøpte timer|frikjøpte timar|freed hours"),
    ("engagement", "bank_contract", "mentorbank|Mentor-bank|bank contract"),
    ("engagement", "position", "stilling|position"),
    ("urgency", "urgent", "haster|hastar|akutt|urgent"),
    ("urgency", "soon", "snart|soon"),
    ("urgency", "normal", "vanlig|vanleg|normal"),
    ("strength", "must", "må|skal|MÅ ha|maa|must"),
    ("strength", "prefer", "helst|gjerne|ønske|prefer"),
    ("strength", "prefer_not", "helst ikke|helst ikkje|ikke helst|prefer not"),
    ("strength", "must_not", "må ikke|må ikkje|ikke|ikkje|skal ikke|must not"),
    ("likeness", "same", "samme|same|den samme"),
    ("likeness", "not_same", "ikke samme|ikkje same|not the same"),
    ("priority", "decisive", "avgjørende|avgjerande|avgjoerende|decisive"),
    ("priority", "important", "viktig|important"),
    ("priority", "irrelevant", "uviktig|uten betydning|utan betyding|irrelevant"),
    ("target_group", "at_risk", "i fare for radikalisering|at risk"),
    ("target_group", "returned_from_warfare", "fremmedkriger|framandkrigar|returned from irregular warfare"),
    ("target_group", "next_of_kin", "pårørende|pårørande|paarorende|next of kin"),
    ("level_of_work", "individual", "individ|individnivå"),
    ("level_of_work", "family", "familie|family"),
    ("level_of_work", "system", "system|systemnivå"),
    ("unit", "person", "person"),
    ("unit", "family", "familie|family"),
    ("distance", "municipality", "samme kommune|kommune|eigen kommune|same municipality"),
    ("distance", "region", "region|RVTS region|same region"),
    ("yes_no", "yes", "ja|Ja.|yes|x|1|True"),
    ("yes_no", "no", "nei|no|0|False"),
    ("sector", "police", "politi|Politiet|police"),
    ("sector", "child_welfare", "barnevern|barnevernet|child welfare"),
    ("sector", "nav", "NAV|nav"),
    ("sector", "school", "skole|skule"),
    ("basis", "consent", "samtykke|Samtykke|uttrykkelig samtykke|consent|GDPR art. 9 (2) (a)"),
    ("basis", "social_services_act", "sosialtjenesteloven|sosialtenestelova|sosialtjenesteloven § 17"),
    ("basis", "health_and_care_services_act", "helse- og omsorgstjenesteloven|helse og omsorgstjenesteloven"),
    ("basis", "child_welfare_act", "barnevernsloven|barnevernslova|barnevernsloven § 1-3"),
    ("basis", "gdpr_9_2_g", "personvernforordningen art. 9 nr. 2 bokstav g|gdpr art 9 2 g"),
]  # fmt: skip


@pytest.mark.parametrize("kind, code, words", CODES, ids=[f"{kind}-{code}" for kind, code, _ in CODES])
def test_codes_as_people_type_them(kind: str, code: str, words: str) -> None:
    for word in words.split("|") if "|" in words else words.split():
        assert V.code(kind, word) == code, word


@pytest.mark.parametrize("kind", KINDS)
def test_every_spelling_of_a_list_means_one_code(kind: str) -> None:
    """Also without Norwegian letters; and the code itself and its label in each language are spellings."""
    lists = tomllib.loads((DATA / "codes.toml").read_text(encoding="utf-8"))["lists"]
    bases = tomllib.loads((DATA / "bases.toml").read_text(encoding="utf-8"))["bases"]
    spelled = {code: base["also"] for code, base in bases.items()} if kind == "basis" else lists[kind]["codes"]
    assert V.codes(kind) == tuple(spelled)
    for code, words in spelled.items():
        assert len(set(words)) == len(words)
        for word in (code, *words, *(V.label(kind, code, language) for language in languages())):
            assert V.code(kind, word) == code, word
            assert V.code(kind, plain(word).upper()) == code, word


def test_the_locales_hold_exactly_the_labels_of_the_codes() -> None:
    labels = {f"code.{kind}.{code}" for kind in KINDS for code in V.codes(kind)}
    for language in languages():
        assert {key for key in sentences(language) if key.startswith("code.")} == labels


def test_the_code_lists_are_the_ones_the_library_uses() -> None:
    assert V.codes("urgency") == ("urgent", "soon", "normal")
    assert V.codes("strength") == ("must", "prefer", "prefer_not", "must_not")
    assert V.codes("priority") == ("decisive", "important", "normal", "irrelevant")
    assert V.codes("level") == ("A1", "A2", "B1", "B2", "C1", "C2", "native")
    assert (V.label("strength", "prefer_not", "nb"), V.label("strength", "prefer_not")) == ("helst ikke", "prefer not")


def test_an_unknown_word_of_a_list_lists_the_choices_in_the_readers_language() -> None:
    with pytest.raises(VocabularyError) as error:
        V.code("gender", "kvin")
    assert error.value.text("nb") == "'kvin' er ikke et av valgene her. Tips: Bruk ett av: kvinne, mann, annet."
    assert error.value.text("en") == "'kvin' is not one of the choices here. Hint: Use one of: woman, man, other."


def test_sectors_are_an_open_list() -> None:
    assert V.code("sector", "  Byggebransjen ") == "byggebransjen"
    assert V.label("sector", "byggebransjen", "nb") == "byggebransjen"
    with pytest.raises(VocabularyError):
        V.code("sector", " ")


def test_a_target_group_is_never_quoted() -> None:
    with pytest.raises(VocabularyError) as error:
        V.code("target_group", "hemmelig")
    for language in languages():
        assert "hemmelig" not in error.value.text(language)
    assert "hemmelig" not in repr(error.value.problems)


@pytest.mark.parametrize("text", ["01019012345", "010190 12345", "Kari 01 01 90 123 45"])
def test_digits_that_could_be_a_birth_number_are_never_quoted(text: str) -> None:
    for read in (V.language, V.language_skill, V.municipality, V.level, lambda word: V.code("gender", word)):
        with pytest.raises(VocabularyError) as error:
            read(text)
        assert "90" not in repr(error.value.problems)
        assert "90" not in str(error.value)


def test_a_basis_has_its_time_and_its_source() -> None:
    old, new = V.basis("child_welfare_act_1992"), V.basis("child_welfare_act")
    assert [old.in_force(date(2022, 12, 31)), new.in_force(date(2022, 12, 31))] == [True, False]
    assert [old.in_force(date(2023, 1, 1)), new.in_force(date(2023, 1, 1))] == [False, True]
    for code in V.codes("basis"):
        basis = V.basis(code)
        assert basis.source.strip()
        assert basis.valid_to is None or basis.valid_from < basis.valid_to


# Whatever is typed

SPELLINGS = [
    *((V.language, word) for word, _ in LANGUAGES),
    *((V.municipality, word) for word, _ in PLACES),
    *((V.level, word) for word in ("litt", "svært god", "morsmål")),
]


@given(
    st.sampled_from(SPELLINGS),
    st.sampled_from([str.upper, str.lower, str.title, str.swapcase]),
    st.text(" \t.", max_size=3),
)
def test_case_and_surrounding_signs_do_not_matter(spelling, change, around) -> None:  # type: ignore[no-untyped-def]  # methods of one kind
    read, word = spelling
    assert read(around + change(word) + around) == read(word)


@given(st.text(max_size=30) | st.text("abcnorsk ()/,-§01", max_size=20))
def test_any_text_has_an_answer_or_an_error_of_the_family(text: str) -> None:
    reads = [
        V.language,
        V.language_skill,
        V.municipality,
        *(lambda word, kind=kind: V.code(kind, word) for kind in KINDS),
    ]
    for read in reads:
        try:
            answers = [read(text)]
        except VocabularyError as error:
            answers = [error.text(language) for language in languages()]
        assert all(answers)


# Replaceable data


def test_a_file_in_a_folder_replaces_the_packages_own_and_the_rest_stays(tmp_path: Path) -> None:
    (tmp_path / "rvts.toml").write_text(
        "[regions.vest]\n"
        'names = [{ value = "RVTS Vest", valid_from = 2017-01-01 }, { value = "RKTS Vest", valid_from = 2027-01-01 }]\n'
        'counties = [{ value = "46", valid_from = 2020-01-01 }]\n'
        "[regions.ny]\n"
        'names = [{ value = "RVTS Ny", valid_from = 2027-01-01 }]\n'
        'counties = [{ value = "46", valid_from = 2028-01-01 }]\n',
        encoding="utf-8",
    )
    own = Vocabulary.load(tmp_path)
    assert [own.rvts_region("4601", date(year, 1, 1)) for year in (2026, 2027, 2028)] == ["vest", "vest", "ny"]
    assert [own.rvts_region_name("vest", date(year, 1, 1)) for year in (2016, 2026, 2027)] == [
        "RVTS Vest", "RVTS Vest", "RKTS Vest",
    ]  # fmt: skip
    assert own.language("sorani") == "ckb"
    assert V.rvts_region("4601", date(2028, 1, 1)) == "vest"


def test_languages_municipalities_codes_and_bases_are_replaceable(tmp_path: Path) -> None:
    (tmp_path / "languages.toml").write_text(
        '[languages]\nxx = { nb = "røverspråk", en = "Robber language", also = ["rövarspråket"] }\n'
        'ku = { nb = "kurdisk", en = "Kurdish" }\n[spoken]\nall = ["xx", "ku"]\n',
        encoding="utf-8",
    )
    (tmp_path / "municipalities.csv").write_text(
        "number;name;sami;kven;also;valid_from\n9901;Kardemomme;;;Kardemomme by;2030-01-01\n", encoding="utf-8-sig"
    )
    (tmp_path / "counties.csv").write_text(
        "number;name;sami;kven;also;valid_from\n99;Eventyr;;;;2030-01-01\n", encoding="utf-8"
    )
    (tmp_path / "codes.toml").write_text(
        '[lists.gender.codes]\nwoman = ["kone"]\nqueer = ["skeiv"]\n', encoding="utf-8"
    )
    (tmp_path / "bases.toml").write_text(
        '[bases.new_act]\nvalid_from = 2030-01-01\nsource = "Lov av 2030"\nalso = ["nyloven"]\n', encoding="utf-8"
    )
    own = Vocabulary.load(tmp_path)
    assert own.language("Roverspraak") == "xx"
    assert own.language("kurdisk") == "ku"
    assert own.spoken_group("xx") == own.spoken_group("ku")
    assert own.municipality("kardemomme by") == "9901"
    assert own.county_name(own.county("9901")) == "Eventyr"
    assert own.codes("gender") == ("woman", "queer")
    assert (own.code("gender", "Kone"), own.label("gender", "woman", "nb")) == ("woman", "kvinne")
    assert (own.code("gender", "skeiv"), own.label("gender", "queer", "nb")) == ("queer", "skeiv")
    assert (own.code("basis", "nyloven"), own.basis("new_act").valid_to) == ("new_act", None)
    with pytest.raises(VocabularyError, match="Eventyr has no RVTS region"):
        own.rvts_region("9901")
    with pytest.raises(VocabularyError):
        own.municipality("Bergen")


def test_which_vocabulary_is_in_use(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "codes.toml").write_text('[lists.gender.codes]\nwoman = ["kone"]\n', encoding="utf-8")
    default = vocabulary.current()
    assert default is vocabulary.current()
    with vocabulary.using(Vocabulary.load(tmp_path)) as own:
        assert vocabulary.current() is own
        with vocabulary.using(V):
            assert vocabulary.current() is V
        assert vocabulary.current() is own
    assert vocabulary.current() is default
    monkeypatch.setenv("MENTORMATCH_VOCABULARY", str(tmp_path))
    assert vocabulary.current().code("gender", "kone") == "woman"
    monkeypatch.setenv("MENTORMATCH_VOCABULARY", "")
    assert vocabulary.current() is default


@pytest.mark.parametrize(
    "name, content, problems",
    [
        ("langauges.toml", "", ["langauges.toml is not a file of the vocabulary. Hint: Did you mean: languages.toml?"]),
        ("rvts.toml", "[regions", ["rvts.toml is not valid TOML"]),
        ("bases.toml", '[bases.x]\nsource = "y"\nalsoo = []\n', ["'bases.x.valid_from'", "'bases.x.alsoo'"]),
        ("codes.toml", "[lists.gender]\nopen = 'ofte'\n", ["'lists.gender.open'", "'lists.gender.codes'"]),
        ("counties.csv", "number;name\n", ["'also'", "'kven'", "'sami'", "'valid_from'"]),
        ("counties.csv", "number;name;sami;kven;also;valid_from\n03;Oslo;;;;2024-01-01\n", ["'11' in counties.csv"]),
        (
            "municipalities.csv",
            "number;name;sami;kven;also;valid_from\n301;Oslo;;;;i fjor\n4601;Bergen;;;;2024-01-01;x\n",
            ["row 2: 'number'", "row 2: 'valid_from'", "row 3: '…'"],
        ),
        (
            "municipalities.csv",
            "number;name;sami;kven;also;valid_from\n4601;Bergen;;;;2024-01-01\n4601;Berjen;;;;2024-01-01\n",
            ["row 3: 'number'"],
        ),
    ],
)
def test_a_file_not_in_its_form_is_told_whole(tmp_path: Path, name: str, content: str, problems: list[str]) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyError) as error:
        Vocabulary.load(tmp_path)
    text = error.value.text("en")
    assert [problem for problem in problems if problem not in text] == []


def test_a_folder_that_is_not_there_or_not_text(tmp_path: Path) -> None:
    with pytest.raises(VocabularyError, match="There is no folder"):
        Vocabulary.load(tmp_path / "nowhere")
    (tmp_path / "counties.csv").write_bytes("number;name;sami;kven;also;valid_from\n31;Østfold".encode("cp1252"))
    with pytest.raises(VocabularyError, match=r"counties\.csv cannot be read as text"):
        Vocabulary.load(tmp_path)


# Distances


def test_kilometres_are_the_same_in_both_directions(tmp_path: Path) -> None:
    file = tmp_path / "km.csv"
    file.write_text(
        "from;to;km\nBergen;Askøy;14,5\n4601;Voss;101\n\nHerøy (Nordland);Dønna;20.0\n", encoding="utf-8-sig"
    )
    distances = Distances.load(file)
    assert distances.kilometres("4601", "4627") == distances.kilometres("4627", "4601") == 14.5
    assert distances.kilometres("1818", "1827") == 20
    assert distances.kilometres("4601", "4601") == 0
    assert distances.kilometres("4601", "0301") is None
    assert distances.neighbours("4601", "4627") is None


def test_neighbours_are_known_only_where_the_file_tells(tmp_path: Path) -> None:
    file = tmp_path / "neighbours.csv"
    file.write_text("fra,til\nBergen,Askøy\nBergen,Osterøy\nOslo,Bærum\n", encoding="utf-8")
    distances = Distances.load(file)
    assert distances.neighbours("4601", "4627") is distances.neighbours("4627", "4601") is True
    assert distances.neighbours("4627", "4630") is False
    assert distances.neighbours("4601", "5501") is None
    assert distances.kilometres("4601", "4627") is None


def test_every_bad_row_of_distances_is_listed(tmp_path: Path) -> None:
    file = tmp_path / "km.csv"
    file.write_text(
        "from;to;km\nBergen;Askøy;14\nHerøy;Bargen;langt\nOslo;0301;1\nAskøy;4601;15\nOslo;Bærum\nOslo;Asker;-2\n",
        encoding="utf-8",
    )
    with pytest.raises(VocabularyError) as error:
        Distances.load(file)
    found = [(problem.where.row, problem.key.removeprefix("vocabulary_")) for problem in error.value.problems]
    assert found == [
        (3, "municipality_choice"),
        (3, "municipality_near"),
        (3, "distance_km"),
        (4, "distance_same"),
        (5, "distance_twice"),
        (6, "distance_width"),
        (7, "distance_km"),
    ]
    assert {problem.where.file for problem in error.value.problems} == {"km.csv"}


@pytest.mark.parametrize("content", ["", "a;b\n", "from;to;km;why\n", "to;from\n"])
def test_distances_need_their_heading(tmp_path: Path, content: str) -> None:
    file = tmp_path / "km.csv"
    file.write_text(content, encoding="utf-8")
    with pytest.raises(VocabularyError, match="from;to"):
        Distances.load(file)
    with pytest.raises(VocabularyError, match="cannot be read"):
        Distances.load(tmp_path / "nowhere.csv")
