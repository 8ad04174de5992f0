"""What no page says, and that nothing gets in or out: private facts, names, scripts, addresses."""

import os
import re
from base64 import b64encode
from collections.abc import Callable
from hashlib import sha256
from itertools import product
from pathlib import Path

import pytest
from pages_cases import ON, Grade, bank, one
from reading_html import Read

import mentormatch
from mentormatch import (
    CompatibilityModel,
    Matching,
    Mentee,
    Mentor,
    MentorMatchError,
    TableError,
    match,
    shortlist,
    vocabulary,
)
from mentormatch.compatibility.factors import Interests, Language, OwnWish
from mentormatch.proposal import Proposal
from mentormatch.report.pages import match_page, person_page, shortlist_page, write_page
from mentormatch.sentences import languages, say, sentences
from mentormatch.synthetic import sample_people

TEMPLATES = Path(mentormatch.__file__).parent / "templates"

PAGES: dict[str, Callable[[str], str]] = {
    "report": lambda language: match_page(*bank(language, 25, 12)),
    "shortlist": lambda language: shortlist_page(one(language)),
    "person": lambda language: person_page(one(language), "B005"),
}


# What it never says

MUNICIPALITY = "1151"  # Utsira: nobody else lives there
UTSIRA = vocabulary.current().municipality_name(MUNICIPALITY)
TARGET_GROUP = "in_extremist_milieu"
SECRETS = (
    "Zqnavn", "Zqtro", "Zqannen", "Zqfolk", "Zqslekt", "Zqbehov", "Zqhvem", "Zqgrunn", "Zqsett",
    TARGET_GROUP, *(vocabulary.current().label("target_group", TARGET_GROUP, language) for language in languages()),
    MUNICIPALITY, UTSIRA,
)  # fmt: skip


def secretive() -> tuple[list[Mentee], list[Mentor]]:
    private = {
        "name": "Zqnavn", "religion": "Zqtro", "ethnic_background": "Zqfolk", "needs": "Zqbehov; skolegang",
        "target_group": TARGET_GROUP, "municipality": MUNICIPALITY, "protected_address": "ja", "basis": "samtykke",
        "urgency": "haster", "urgency_set_by": "Zqhvem", "urgency_reason": "Zqgrunn",
        "wishes": {"religion": ("helst: Zqtro", "helst ikke: Zqannen"), "ethnic_background": "ikke: Zqslekt"},
    }  # fmt: skip
    mentees = [Mentee(id=name, languages="somali", age=20, **private) for name in ("B1", "B2", "B3")]
    seen = {"confidentiality": True, "police_certificate": {"met": True, "by": "Zqsett"}}
    common = {"municipality": "Bergen", "requirements": seen, "competence": "skolegang", "basis": "samtykke"}
    mentors = [
        Mentor(id="M1", name="Zqnavn", languages="somali", religion="Zqtro", ethnic_background="Zqfolk", **common),
        Mentor(id="M2", languages="somali B2", religion="Zqannen", wanted_target_groups=TARGET_GROUP, **common),
        Mentor(id="M3", languages="somali C1", ethnic_background="Zqslekt", limits={"distance": "fylke"}, **common),
    ]
    return mentees, mentors


def told(matching: Matching, proposal: Proposal, language: str) -> list[str]:
    return [
        match_page(matching, language=language), shortlist_page(proposal, language=language),
        person_page(matching, "B1", language), person_page(proposal, "B1", language),
        matching._repr_html_(), proposal._repr_html_(),
    ]  # fmt: skip


@pytest.mark.parametrize("language", languages())
def test_no_page_says_what_is_private(language: str) -> None:
    mentees, mentors = secretive()
    matching = match(mentees, mentors, on=ON, language=language, bans=[("B3", "M1")], minimum_score=1)
    proposal = shortlist(mentees[0], mentors, waiting=mentees, on=ON, language=language)
    assert len(matching.pairs) == 2
    assert len(proposal.options) == 2
    pages = told(matching, proposal, language)
    for page, secret in product(pages, SECRETS):
        assert secret.casefold() not in page.casefold(), secret
    covered = Read(pages[0]).words
    assert "skolegang" in covered, "a need that is covered is shown"
    assert say("factor.religion.met", language) in covered or say("factor.religion.not_met", language) in covered
    assert say("factor.protected", language) in covered


class Hobbies(Interests):
    name = "hobbies"
    sentences = {"en": {"label": "Hobbies", "reason": "{shared}", "none": "-"}}


@pytest.mark.parametrize("kind", [Interests, Hobbies])
def test_interests_of_others_are_not_told_by_what_the_model_has_learnt(kind: type[Interests]) -> None:
    mentees = [
        Mentee(id="B1", languages="somali", interests="ski"),
        Mentee(id="B2", languages="urdu", interests="zqting"),
    ]
    model = CompatibilityModel([Language(), kind()])
    matching = match(mentees, [Mentor(id="M1", languages="somali", interests="ski")], model, on=ON)
    assert "zqting" in dict(matching.model.factors[1])["frequency"]
    assert "zqting" not in match_page(matching)


def test_names_stand_only_where_they_are_given() -> None:
    matching, names = bank()
    proposal = one()
    person = person_page(matching, matching.pairs["mentee_id"][0])
    nameless = [match_page(matching), matching._repr_html_(), shortlist_page(proposal), proposal._repr_html_(), person]
    assert not [name for name in names.values() for page in nameless if name in page]
    report, list_ = match_page(matching, names), shortlist_page(proposal, names)
    assert all(names[mentor] in report for mentor in matching.mentors["mentor_id"])
    assert all(names[mentor] in list_ for mentor in proposal.options["mentor_id"])


@pytest.mark.parametrize("mentee", range(0, 45, 4))
def test_a_page_about_one_person_never_names_another(mentee: int) -> None:
    proposal = one(mentee=mentee)
    pages = [shortlist_page(proposal), person_page(proposal, proposal.mentee_id), proposal._repr_html_()]
    for page in pages:
        assert set(re.findall(r"\bB\d{3}\b", page)) <= {proposal.mentee_id}
    assert not re.search(r"\bM\d{3}\b", pages[1]), "nor a mentor, on the person's own page"


# What cannot get out

WICKED = "<script>alert(1)</script>"
ALLOWED = {
    "html", "head", "meta", "title", "style", "body", "header", "main", "footer", "nav", "section", "article", "div",
    "h1", "h2", "h3", "p", "ol", "ul", "li", "a", "strong", "span", "br", "svg", "pattern", "rect", "circle",
    "table", "caption", "colgroup", "col", "thead", "tbody", "tfoot", "tr", "th", "td",
}  # fmt: skip


def test_what_would_help_does_not_say_where_somebody_with_a_protected_address_lives() -> None:
    """M1 speaks the language and works far away: for B1, whose address is protected, nobody says so."""
    mentors = [
        Mentor(id="M1", languages="somali", municipality="Oslo", engagement={"may_be_lent": False}),
        Mentor(id="M2", languages="arabisk", municipality=MUNICIPALITY, engagement={"may_be_lent": False}),
    ]
    for kept, told in (("ja", False), ("nei", True)):
        mentee = Mentee(id="B1", languages="somali", municipality=MUNICIPALITY, protected_address=kept)
        matching = match([mentee], mentors, on=ON)
        page, note = (Read(html) for html in (match_page(matching), matching._repr_html_()))
        words = [cell for row in page.of_kind("without")[0].rows + note.of_kind("without")[0].rows for cell in row]
        words += [text for kind, text in page.blocks if kind == "li"]
        assert any("reach" in text for text in words) is told
        assert any("Rogaland" in text for text in words) is told


def test_what_people_write_stays_text() -> None:
    wicked = f"'\"&{WICKED}<b onclick=x>"
    model = CompatibilityModel([Language(), Interests(), Grade(), OwnWish()])
    mentees = [
        Mentee(id=f"B{n}{wicked}", languages="somali", age=20, interests=f"<img src=x>; {WICKED}") for n in range(2)
    ]
    mentors = [Mentor(id=f"M{n}{wicked}", languages="somali", age=30, interests=WICKED) for n in range(3)]
    names = {mentor.id: f"Kari {WICKED}" for mentor in mentors}
    matching = match(
        mentees,
        mentors,
        model,
        seed=WICKED,
        on=ON,
        current=[(f"B9{wicked}", mentors[2].id)],
        bans=[(mentees[1].id, mentors[1].id)],
    )
    proposal = shortlist(mentees[0], mentors, model, waiting=mentees, on=ON)
    pages = [
        match_page(matching, names), shortlist_page(proposal, names), person_page(matching, mentees[0].id),
        matching._repr_html_(), proposal._repr_html_(),
    ]  # fmt: skip
    for page in pages:
        read = Read(page)
        assert read.elements <= ALLOWED
        assert not [name for _, name, _ in read.attributes if name.startswith("on") or name in ("src", "style")]
        assert mentees[0].id in read.words, "and all of it is still there"
    assert f"Kari {WICKED}" in Read(pages[0]).words
    assert WICKED in Read(pages[0]).words.partition("Seed")[2]


@pytest.mark.parametrize("kind, language", list(product(PAGES, languages())))
def test_a_page_fetches_nothing_and_allows_nothing(kind: str, language: str) -> None:
    page = PAGES[kind](language)
    read = Read(page)
    assert read.elements <= ALLOWED
    links = {value for _, name, value in read.attributes if name in ("href", "src", "action", "data", "xlink:href")}
    assert all(link.startswith("#") for link in links)
    targets = {f"#{value}" for _, name, value in read.attributes if name == "id"}
    assert links <= targets
    assert set(re.findall(r"url\(.*?\)", page)) <= {"url(#mm-usual)"}
    assert "@import" not in page
    assert not re.search(r"https?:|//\w", re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL))
    (style,) = re.findall(r"<style>(.*?)</style>", page, re.DOTALL)
    (policy,) = [value for _, name, value in read.attributes if name == "content" and value.startswith("default-src")]
    digest = b64encode(sha256(style.encode()).digest()).decode()
    assert policy == f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    assert ("html", "lang", language) in read.attributes
    ids = [value for _, name, value in read.attributes if name == "id"]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("kind, language", list(product(PAGES, languages())))
def test_a_page_is_the_same_each_time(kind: str, language: str) -> None:
    first = PAGES[kind](language)
    bank.cache_clear()
    one.cache_clear()
    assert PAGES[kind](language) == first


# Languages


def test_a_result_in_one_language_can_be_told_in_the_other() -> None:
    english, _ = bank("en", 25, 12)
    page = match_page(english, language="nb")
    assert page == match_page(match_page_of(english))
    assert "Uten forslag nå" in page
    assert "Without" not in page
    assert Read(shortlist_page(one("en"), language="nb")).blocks[0][1] == one("nb").notice
    with pytest.raises(MentorMatchError, match="'fr' is not a language"):
        match_page(english, language="fr")
    with pytest.raises(MentorMatchError, match="'fr' is not a language"):
        shortlist_page(one(), language="fr")
    with pytest.raises(MentorMatchError, match="'fr' is not a language"):
        person_page(english, "B001", "fr")


def match_page_of(english: Matching) -> Matching:
    """The same people matched in Norwegian from the start."""
    people = sample_people(mentors=25, mentees=12, seed=1, on=ON, language="en")
    return match(*people, on=ON, language="nb", current=[("B007", "M010")])


def test_templates_have_no_words_of_their_own() -> None:
    files = sorted(TEMPLATES.glob("*.j2"))
    assert len(files) > 6
    for file in files:
        text = re.sub(
            r"\{% block kind %\}.*?\{% endblock %\}|\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}",
            "",
            file.read_text(encoding="utf-8"),
            flags=re.DOTALL,
        )
        assert not re.sub(r"<[^<>]*>", "", text).strip(" \n:·"), file.name


def test_every_sentence_of_a_template_exists() -> None:
    for file in TEMPLATES.glob("*.j2"):
        text = file.read_text(encoding="utf-8")
        for key in re.findall(r"""say\("([^"]+)"(?!\s*~)""", text):
            assert key in sentences("en"), (file.name, key)
        for key in re.findall(r"""counted\("([^"]+)\"""", text):
            assert {f"{key}.one", f"{key}.many"} <= sentences("en").keys(), (file.name, key)


@pytest.mark.parametrize("language", languages())
def test_no_page_praises_or_ranks(language: str) -> None:
    banned = re.compile(
        r"\bperfe[ck]t|\brisik|\brisk|\bbest match|\brank|vedtak|avslag|\btilsyn|overvåk", re.IGNORECASE
    )
    keys = [key for key in sentences(language) if key.startswith(("card.", "page.", "day."))]
    assert len(keys) > 150
    assert not [key for key in keys if banned.search(sentences(language)[key])]


# Files


def test_a_page_is_written_whole_for_its_owner_only(tmp_path: Path) -> None:
    file = tmp_path / "rapport.html"
    file.write_text("old", encoding="utf-8")
    file.chmod(0o644)
    write_page("<p>Åse \ud800</p>", str(file))
    assert file.read_bytes() == "<p>Åse &#55296;</p>".encode()
    if os.name == "posix":
        assert file.stat().st_mode & 0o777 == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["rapport.html"]


def test_a_page_that_cannot_be_written_is_a_plain_sentence(tmp_path: Path) -> None:
    with pytest.raises(TableError, match=r"rapport\.html: There is no folder"):
        write_page("", tmp_path / "nowhere" / "rapport.html")
    (tmp_path / "folder").mkdir()
    with pytest.raises(TableError, match=r"folder: The file could not be written"):
        write_page("", tmp_path / "folder")
    assert [path.name for path in tmp_path.iterdir()] == ["folder"]
