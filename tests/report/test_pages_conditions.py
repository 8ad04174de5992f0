"""The pages of a matching in which one person has two mentors, another lacks one, and a pair was allowed by waiver."""

import pytest
from reading_html import Read

from mentormatch import Matching, Mentee, Mentor, Waiver, match
from mentormatch.report.pages import match_page, person_page

ON = "2026-11-22"


@pytest.fixture(scope="module")
def matching() -> Matching:
    mentees = [
        Mentee(id="B1", languages="somali C1", mentors_needed=2, waiting_since="01.01.2020"),
        Mentee(id="B2", languages="somali C1", mentors_needed=2, waiting_since="01.01.2026"),
    ]
    mentors = [
        Mentor(id="M1", languages="somali C1", maximum=2),
        Mentor(id="M2", languages="dari C1", maximum=1),
        Mentor(id="M3", languages="arabisk C1", maximum=2, minimum=2),
    ]
    waiver = Waiver(mentee_id="B1", mentor_id="M2", rules="felles språk", allowed_by="Kari", reason="har tolk")
    return match(mentees, mentors, waivers=[waiver], on=ON, language="nb")


def words(text: str) -> str:
    return " ".join(text.split())


def test_the_report_has_a_card_for_each_of_two_mentors_and_says_who_lacks_one(matching: Matching) -> None:
    page = words(Read(match_page(matching, {"M1": "Kari Nordmann"})).words)
    assert matching.pairs[["mentee_id", "mentor_id"]].values.tolist() == [["B1", "M1"], ["B1", "M2"], ["B2", "M1"]]
    assert page.count("B1") >= 2
    assert "Unntak fra felles språk, tillatt av Kari: har tolk" in page
    assert "Har 1 av 2 mentorer." in page
    assert "Har 0 av minst 2 saker. Bare 0 av dem som venter, kan få denne mentoren." in page
    assert "Mangler flere mentorer: 1." in str(matching)


def test_the_page_for_the_person_counts_the_mentors_and_names_none(matching: Matching) -> None:
    page = words(Read(person_page(matching, "B1")).words)
    assert not any(name in page for name in ("M1", "M2", "M3", "B2"))
    assert "2 mentorer" in page or "to mentorer" in page.casefold()


def test_a_notebook_shows_both_cards_with_what_is_known_of_each(matching: Matching) -> None:
    shown = words(Read(matching._repr_html_()).words)
    assert "M1" in shown
    assert "M2" in shown
