"""Which heading is which field, in Bokmål, Nynorsk and English, and what is said of those that are none."""

import tomllib
import warnings
from importlib.resources import files
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mentormatch import Mentee, Mentor, TableError
from mentormatch.errors import MentorMatchWarning
from mentormatch.fields import Record
from mentormatch.profiles import WISHES_ABOUT, Engagement, Limits, Person
from mentormatch.tables import read_mentees, read_mentors
from mentormatch.tables.headings import Lookup, headings_file, lookup
from mentormatch.vocabulary.spellings import folded


def found(record: type[Person], heading: str) -> str | None:
    path = lookup(record).find(heading)
    return None if path is None else ".".join(path)


@pytest.mark.parametrize(
    "heading, field",
    [
        ("Id", "id"),
        ("Mentor-id", "id"),
        ("Namn", "name"),
        ("KJØNN", "gender"),
        ("Kjonn", "gender"),
        ("Fødselsår", "birth_year"),
        ("fodselsaar", "birth_year"),
        ("Fødd", "birth_year"),
        ("Språk", "languages"),
        ("spraak", "languages"),
        ("Morsmål", "languages.native"),
        ("Bakgrunn", "background"),
        ("Etnisk bakgrunn", "ethnic_background"),
        ("Livssyn", "religion"),
        ("Personlegdom", "personality"),
        ("Interesser", "interests"),
        ("Kompetanse", "competence"),
        ("Erfaring", "competence"),
        ("Ønsker målgruppe", "wanted_target_groups"),
        ("Ynskjer målgruppe", "wanted_target_groups"),
        ("Yrke", "occupation"),
        ("Sektor", "sector"),
        ("Bostedskommune", "municipality"),
        ("Bustadkommune", "municipality"),
        ("Rolle", "role"),
        ("Ansettelsesform", "engagement.kind"),
        ("Tilsetjingsform", "engagement.kind"),
        ("Timer per uke", "engagement.hours_per_week"),
        ("Timar per veke", "engagement.hours_per_week"),
        ("timer pr. uke", "engagement.hours_per_week"),
        ("Timer/uke", "engagement.hours_per_week"),
        ("Ramme fra", "engagement.start"),
        ("Ramme til", "engagement.end"),
        ("Hjemmeorganisasjon", "engagement.home_organisation"),
        ("Kan lånes ut", "engagement.may_be_lent"),
        ("Maks antall saker", "maximum"),
        ("Utskolert dato", "training_completed_on"),
        ("Taushetserklæring", "requirements.confidentiality"),
        ("Teieerklæring", "requirements.confidentiality"),
        ("Politiattest sett", "requirements.police_certificate"),
        ("Politiattest sett av", "requirements.police_certificate.by"),
        ("Krav Førerkort", "requirements.Førerkort"),
        ("Krav: Førerkort klasse B", "requirements.Førerkort klasse B"),
        ("Krav Førerkort sett av", "requirements.Førerkort.by"),
        ("Krav Førerkort dato", "requirements.Førerkort.on"),
        ("Requirement Driving licence seen by", "requirements.Driving licence.by"),
        ("requirements.police_certificate.on", "requirements.police_certificate.on"),
        ("requirements.Førerkort.met", "requirements.Førerkort.met"),
        ("engagement.hours_per_week", "engagement.hours_per_week"),
        ("limits.genders", "limits.genders"),
        ("Samme person som", "same_person_as"),
        ("Grunnlag", "basis"),
        ("Grunnlag livssyn", "basis.religion"),
        ("Grunnlag etnisk bakgrunn", "basis.ethnic_background"),
        ("Legal basis religion", "basis.religion"),
        ("Wish gender", None),
        ("Prioritet språk", None),
        ("Målgruppe barn", None),
        ("Telefon", None),
        ("Notat", None),
        ("", None),
    ],
)
def test_what_stands_above_a_column_of_mentors(heading: str, field: str | None) -> None:
    assert found(Mentor, heading) == field


@pytest.mark.parametrize(
    "heading, field",
    [
        ("Bruker-id", "id"),
        ("Målgruppe", "target_group"),
        ("Behov", "needs"),
        ("Timer per uke", "hours_per_week"),
        ("Haster", "urgency"),
        ("Hastegrad", "urgency"),
        ("Satt av", "urgency_set_by"),
        ("Begrunnelse", "urgency_reason"),
        ("Venter siden", "waiting_since"),
        ("Ventar sidan", "waiting_since"),
        ("Tolk", "interpreter_accepted"),
        ("Godtar tolk", "interpreter_accepted"),
        ("Sperret adresse", "protected_address"),
        ("Kode 6", "protected_address"),
        ("Kode 6/7", "protected_address"),
        ("Antall mentorer", "mentors_needed"),
        ("Ønske kjønn", "wishes.gender"),
        ("Ønsker om kjønn", "wishes.gender"),
        ("Ynskje kjønn", "wishes.gender"),
        ("Wish gender", "wishes.gender"),
        ("Wishes about religion", "wishes.religion"),
        ("Ønske egen kommune", "wishes.own_municipality"),
        ("Ønske språk", "wishes.language"),
        ("wishes.ethnic_background", "wishes.ethnic_background"),
        ("Prioriteter", "priorities"),
        ("Prioritet språk", "priorities.språk"),
        ("PRIORITET: Språk", "priorities.Språk"),
        ("Priority shared arenas", "priorities.shared arenas"),
        ("priorities.alder", "priorities.alder"),
        ("Grunnlag målgruppe", "basis.target_group"),
        ("Grunnlag behov", "basis.needs"),
        ("Krav Førerkort", None),
        ("Rolle", None),
    ],
)
def test_what_stands_above_a_column_of_mentees(heading: str, field: str | None) -> None:
    assert found(Mentee, heading) == field


@pytest.mark.parametrize("record", [Mentor, Mentee])
def test_every_field_has_headings_in_three_languages(record: type[Person]) -> None:
    parts: dict[str, type[Record]] = {"engagement": Engagement, "limits": Limits}
    paths: list[tuple[str, ...]] = [(name,) for name in record.model_fields if name not in (*parts, "wishes")]
    paths += [
        (name, field) for name, part in parts.items() if name in record.model_fields for field in part.model_fields
    ]
    paths += [("wishes", about) for about in WISHES_ABOUT] if record is Mentee else []
    known = lookup(record)
    for path in paths:
        assert known.find(".".join(path)) == path
        written = {language: known.heading(path, language) for language in ("nb", "en")}
        assert [known.find(heading) for heading in written.values()] == [path, path]
        assert path[0] in ("id", "religion") or folded(written["nb"]) != folded(".".join(path)), "not in Norwegian"


def test_no_heading_means_two_fields() -> None:
    data = tomllib.loads(files("mentormatch").joinpath("data", "headings.toml").read_text(encoding="utf-8"))
    for own in ("mentor", "mentee"):
        known, fields = lookup(Mentor if own == "mentor" else Mentee), [*data["both"].items(), *data[own].items()]
        for field, languages in fields:
            for heading in (heading for headings in languages.values() for heading in headings):
                assert known.find(heading) == tuple(field.split(".")), heading
    sheets = [folded(word) for kind in headings_file().sheets.values() for word in set(map(folded, kind.all()))]
    assert len(set(sheets)) == len(sheets)


@given(st.sampled_from([Mentor, Mentee]), st.data())
def test_case_spaces_and_punctuation_do_not_matter(record: type[Person], data: st.DataObject) -> None:
    headings = [*headings_file().both.values(), *getattr(headings_file(), record.__name__.lower()).values()]
    heading = data.draw(st.sampled_from([word for one in headings for word in one.all()]))
    noise = data.draw(
        st.lists(st.sampled_from(["", " ", "-", "_", ".", "  "]), min_size=len(heading), max_size=len(heading))
    )
    changed = "".join(
        sign + between
        for sign, between in zip(data.draw(st.sampled_from([heading, heading.upper()])), noise, strict=True)
    )
    assert lookup(record).find(changed) == lookup(record).find(heading)


# Guessed, left out, twice


def test_a_heading_that_looks_like_one_is_used_with_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "mentorer.csv"
    path.write_text("Id;Komune;Intereser\nM1;Oslo;sjakk\n", encoding="utf-8")
    with pytest.warns(MentorMatchWarning) as warned:
        (one,) = read_mentors(path, language="nb")
    assert (one.municipality, one.interests) == ("0301", ("sjakk",))
    assert sorted(str(warning.message).split(" Tips")[0] for warning in warned) == [
        "mentorer.csv: Kolonnen 'Intereser' ble lest som 'Interesser'.",
        "mentorer.csv: Kolonnen 'Komune' ble lest som 'Kommune'.",
    ]
    assert {warning.filename for warning in warned} == {__file__}


def test_columns_of_ones_own_are_left_out_and_named_once() -> None:
    with pytest.warns(MentorMatchWarning) as warned:
        (one,) = read_mentors(
            [{"id": "M1", "Telefon": "99887766", "Notat": "x", "Fornavn": "Kari", "Fødselsdato": "1.1.1980"}]
        )
    assert one.model_fields_set == {"id"}
    (warning,) = warned
    assert "were not read: Telefon, Notat, Fornavn, Fødselsdato. Hint" in str(warning.message)
    assert "Kari" not in str(warning.message)


def test_known_headings_warn_of_nothing() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert read_mentors([{"Nr": 1, "Namn": "x", "Teieplikt": "ja"}])


@pytest.mark.parametrize(
    "headings",
    [
        ["Yrke", "Yrke 2"],  # a guess never takes a field that is there already,
        ["Kode 9"],  # nor one that differs in a number,
        ["Idd"],  # nor one that looks like a short word
        ["Tros"],
    ],
)
def test_what_is_not_guessed(headings: list[str]) -> None:
    with pytest.warns(MentorMatchWarning, match=f"not read: {headings[-1]}"):
        read_mentees([{"id": "B1", **dict.fromkeys(headings)}]) if headings[0] != "Yrke" else read_mentors(
            [{"id": "M1", **dict.fromkeys(headings)}]
        )


def test_two_guesses_for_one_field_are_an_error_and_not_a_choice() -> None:
    with (
        pytest.raises(TableError, match="'Intereser' and 'Interesserr' are the same"),
        pytest.warns(MentorMatchWarning),
    ):
        read_mentors([{"id": "M1", "Intereser": "sjakk", "Interesserr": "tur"}])


@pytest.mark.parametrize(
    "first, second",
    [("Språk", "languages"), ("Kode 6", "Kode 7"), ("wishes", "Ønske kjønn"), ("Prioriteter", "Prioritet alder")],
)
def test_two_headings_for_one_field_are_an_error_with_both(tmp_path: Path, first: str, second: str) -> None:
    path = tmp_path / "b.csv"
    path.write_text(f"Id;{first};{second}\n", encoding="utf-8")
    with pytest.raises(TableError, match=f"b.csv, row 1, column {second}: The columns '{first}' and '{second}'"):
        read_mentees(path)


def test_headings_that_go_together() -> None:
    (one,) = read_mentors([{"id": "M1", "Språk": "arabisk; norsk B2", "Morsmål": "arabisk"}])
    assert one == Mentor(id="M1", languages="arabisk morsmål; norsk B2")
    (two,) = read_mentors([{"id": "M1", "Språk": None, "Morsmål": None}])
    assert (two.languages, two.model_fields_set) == (None, {"id", "languages"})
    (three,) = read_mentors([{"id": "M1", "Morsmål": "urdu, panjabi"}])
    assert three == Mentor(id="M1", languages="urdu morsmål; panjabi morsmål")
    with pytest.raises(TableError, match="is given twice"):
        read_mentors([{"id": "M1", "Språk": "arabisk B2", "Morsmål": "arabisk"}])


@pytest.mark.parametrize(
    "cells, requirement",
    [
        ({"Politiattest sett": "24.12.2025"}, {"met": True, "on": "24.12.2025"}),
        ({"Politiattest sett": "ja", "Politiattest sett av": "SLT"}, {"met": True, "by": "SLT"}),
        (
            {"Politiattest sett": "24.12.2025", "Politiattest sett av": "SLT"},
            {"met": True, "on": "24.12.2025", "by": "SLT"},
        ),
        ({"Politiattest sett": "nei"}, {"met": False}),
        ({"Politiattest sett": None}, None),
        ({"Politiattest dato": "24.12.2025"}, {"met": True, "on": "24.12.2025"}),
        ({"Politiattest": "ja", "Politiattest dato": "24.12.2025"}, {"met": True, "on": "24.12.2025"}),
    ],
)
def test_requirements_are_put_together_from_their_columns(
    cells: dict[str, object], requirement: dict[str, object] | None
) -> None:
    (one,) = read_mentors([{"id": "M1", **cells}])
    assert one == Mentor(id="M1", requirements={"police_certificate": requirement})


def test_a_bad_day_of_a_requirement_is_a_bad_day() -> None:
    with pytest.raises(TableError, match="column Politiattest: This is not a date"):
        read_mentors([{"id": "M1", "Politiattest": "31.02.2025"}])
    with pytest.raises(TableError, match="column Politiattest: 'kanskje' is not one of the choices"):
        read_mentors([{"id": "M1", "Politiattest": "kanskje"}])


# A table of headings of one's own


def test_a_table_of_ones_own_replaces_the_package_s(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    original = files("mentormatch").joinpath("data", "headings.toml").read_text(encoding="utf-8")
    own = tmp_path / "own.toml"
    own.write_text(original.replace('["Personlighet", ', '["Vesen", "Personlighet", '), encoding="utf-8")
    monkeypatch.setenv("MENTORMATCH_HEADINGS", str(own))
    assert read_mentors([{"id": "M1", "Vesen": "rolig"}])[0].personality == ("rolig",)
    assert lookup(Mentor).heading(("personality",), "nb") == "Vesen"
    monkeypatch.delenv("MENTORMATCH_HEADINGS")
    assert lookup(Mentor).find("Vesen") is None


@pytest.mark.parametrize("text", [None, "x = [", "[both]\nid = 7", "[sheets]", "\xff"])
def test_a_table_of_headings_that_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str | None) -> None:
    own = tmp_path / "own.toml"
    if text is not None:
        own.write_text(text, encoding="latin-1")
    monkeypatch.setenv("MENTORMATCH_HEADINGS", str(own))
    with pytest.raises(TableError, match=r"The table of headings own\.toml"):
        read_mentors([{"id": "M1"}])


def test_the_lookup_is_made_once() -> None:
    assert isinstance(lookup(Mentor), Lookup)
    assert lookup(Mentor) is lookup(Mentor)
