"""The report, the shortlist and the person's page: what they say of whom, in whole points that add up."""

import re

import pytest
from pages_cases import ON, SMALL, Grade, bank, full, one, pair
from reading_html import Read, plain

from mentormatch import CompatibilityModel, MatchingError, Mentee, Mentor, match, rules, shortlist
from mentormatch.compatibility.factors import Age, Interests, Language
from mentormatch.report.advice import ADVICE_UP_TO
from mentormatch.report.pages import ALTERNATIVES_UP_TO, match_page, person_page, shortlist_page
from mentormatch.sentences import languages, say

# What it says


def test_the_report_of_a_pair_worked_out_by_hand() -> None:
    """Somali C1 is 950 of 1000: 63.34 of 66.67; one of two interests, equally rare: 16.67 of 33.33."""
    read = Read(match_page(pair(), {"M1": "Kari"}))
    (factors,) = read.of_kind("factors")
    assert [row[:3] for row in factors.rows] == [
        ["Factor", "Counts", "Points"],
        ["Language", "66.7", "63"],
        ["Interests", "33.3", "17"],
        ["Score", "100.0", "80"],
    ]
    assert (
        factors.rows[1][-1]
        == "Shared language: Somali; the mentor: Somali C1. The person: Somali. The mentor: Somali C1."
    )
    assert factors.rows[2][-1] == "Shared interests: sjakk. The person: sjakk and ski. The mentor: sjakk."
    assert read.of_kind("proposals")[0].rows[1] == ["B1", "M1 Kari", "80", "", "100%"]
    assert "B1 and M1 Kari" in read.of_block("h3")


def test_a_bar_is_as_long_as_its_points() -> None:
    bars = re.findall(r'<svg class="bar".*?</svg>', match_page(pair()), re.DOTALL)
    widths = [re.findall(r'width="([\d.]+)%"', bar)[1:] for bar in bars]
    assert widths == [["100", "80"], ["100.0", "95.01"], ["49.99", "25.0"]]
    assert not any("mm-usual" in bar for bar in bars)


def test_points_that_rest_on_no_fact_are_dotted() -> None:
    mentors = [Mentor(id="M1", languages="somali C1"), Mentor(id="M2", languages="norsk", interests="ski")]
    matching = match([Mentee(id="B1", languages="somali", interests="ski")], mentors, SMALL, on=ON)
    page = match_page(matching)
    assert page.count('fill="url(#mm-usual)"') == 1
    assert "Not recorded for the mentor: counts as usual (50 of 100)." in Read(page).words


@pytest.mark.parametrize("language", languages())
def test_the_first_line_is_what_was_not_checked(language: str) -> None:
    matching, _ = bank(language, 10, 5)
    for read in (Read(match_page(matching)), Read(matching._repr_html_())):
        assert read.blocks[0] == ("p", matching.notice)
    for read in (Read(shortlist_page(one(language))), Read(one(language)._repr_html_())):
        assert read.blocks[0] == ("p", one(language).notice)


@pytest.mark.parametrize("language", languages())
def test_whole_points_add_up_in_every_card_of_a_bank(language: str) -> None:
    matching, names = bank(language)
    read = Read(match_page(matching, names, alternatives=0))
    cards, scores = read.of_kind("factors"), matching.pairs["score"]
    assert len(cards) == len(scores) > 35
    for table, score in zip(cards, scores, strict=True):
        *rows, last = table.rows[1:]
        assert sum(int(row[2]) for row in rows) == int(last[2]) == round(score)
        assert abs(sum(float(row[1].replace(",", ".")) for row in rows) - 100) < 0.05 * len(rows) + 0.01
    assert [row[2] for row in read.of_kind("proposals")[0].rows[1:]] == [str(round(score)) for score in scores]
    assert {row[1] for row in read.of_kind("proposals")[0].rows[1:]} <= {
        f"{mentor} {name}" for mentor, name in names.items()
    }


def test_whole_points_add_up_beside_each_other() -> None:
    proposal = one()
    rows = {row[0].split(" teller ")[0]: row[1:] for row in Read(shortlist_page(proposal)).of_kind("options")[0].rows}
    factors = [cells for name, cells in rows.items() if name in {f.label("nb") for f in proposal.model.factors}]
    assert len(factors) > 5
    for column, score in enumerate(proposal.options["score"]):
        assert sum(int(cells[column].split()[0]) for cells in factors) == round(score)
        assert rows["Samsvar"][column].startswith(f"{round(score)} av 100 ")


def test_other_mentors_and_their_cost_are_those_of_the_matching() -> None:
    matching, names = bank("nb", 25, 12)
    tables = Read(match_page(matching, names)).of_kind("others")
    found = {table.caption.split()[3].rstrip(","): table.rows[1:] for table in tables}
    assert set(found) <= set(matching.pairs["mentee_id"])
    assert len(found) > 8
    for mentee, rows in found.items():
        others = matching.alternatives(mentee, 3)
        assert rows == [
            [f"{other} {names[other]}", str(round(score)), str(matching.why_not(mentee, other))]
            for other, score in zip(others["mentor_id"], others["score"], strict=True)
        ]


def test_in_a_large_matching_other_mentors_are_worked_out_when_asked_for() -> None:
    people = range(ALTERNATIVES_UP_TO + 1)
    mentees = [Mentee(id=f"B{n}", languages="somali") for n in people]
    matching = match(mentees, [Mentor(id=f"M{n}", languages="somali B2") for n in people], SMALL, on=ON)
    left_out = say("page.match.others.left_out")
    assert left_out in Read(match_page(matching)).words
    assert left_out in Read(match_page(pair(), alternatives=0)).words
    asked = Read(match_page(matching, alternatives=1))
    assert left_out not in asked.words
    assert [len(table.rows) for table in asked.of_kind("others")] == [2] * len(people)


def test_places_used_and_free_add_up() -> None:
    mentors = [
        Mentor(id="M1", languages="norsk", maximum=3), Mentor(id="M2", languages="norsk"),
        Mentor(id="M3", languages="norsk", maximum=0), Mentor(id="M4", languages="norsk", maximum=1),
    ]  # fmt: skip
    current = [("B8", "M1"), ("B9", "M4"), ("B7", "M4")]
    mentees = [Mentee(id=name, languages="norsk") for name in ("B1", "B9")]
    matching = match(mentees, mentors, SMALL, locks=[("B1", "M1")], current=current, on=ON)
    read = Read(match_page(matching))
    (table,) = read.of_kind("places")
    assert [row[:5] for row in table.rows[1:]] == [
        ["M1", "3", "1", "1", "1"], ["M2", "1", "0", "0", "1"], ["M3", "0", "0", "0", "0"], ["M4", "1", "2", "0", "0"],
        ["All", "5", "3", "1", "2"],
    ]  # fmt: skip
    assert read.of_kind("running")[0].rows[1:] == [
        ["B8", "M1", "The mentee is not among the people of this call."],
        ["B9", "M4", "The mentor has more running cases (2) than places (1)."],
        ["B7", "M4", "The mentee is not among the people of this call."],
    ]
    assert say("page.match.pair.locked") in read.words
    assert read.of_block("li")[:4] == [
        "1 proposed", "0 without a proposal now", "3 running", "2 free afterwards",
    ]  # fmt: skip


def test_who_has_no_proposal_stands_there_with_the_reason() -> None:
    matching, _ = bank()
    (table,) = Read(match_page(matching, alternatives=0)).of_kind("without")
    assert [row[0] for row in table.rows[1:]] == matching.unmatched["mentee_id"].tolist()
    for row, reason in zip(table.rows[1:], matching.unmatched["reason"], strict=True):
        assert row[1].startswith(reason)


def test_what_to_ask_stands_with_its_pair() -> None:
    matching, _ = bank()
    cards = re.findall(r'<article class="card".*?</article>', match_page(matching, alternatives=0), re.DOTALL)
    words = {Read(card).of_block("h3")[0].split()[0]: Read(card).words for card in cards}
    paired = matching.notes[matching.notes["mentee_id"].isin(list(words))]
    assert len(paired) > 3
    for mentee, note in zip(paired["mentee_id"], paired["note"], strict=True):
        assert plain(note) in plain(words[mentee])


def test_it_is_told_how_many_have_a_higher_score() -> None:
    """M1 suits both; B2 can have nobody else, so B1 gets the second or the third best."""
    mentees = [Mentee(id="B1", languages="somali; norsk"), Mentee(id="B2", languages="somali")]
    mentors = [Mentor(id="M1", languages="somali C2"), Mentor(id="M2", languages="norsk B2")]
    words = plain(Read(match_page(match(mentees, mentors, CompatibilityModel([Language()]), on=ON))).words)
    assert words.count("1 other possible mentor has a higher score with this person.") == 1
    assert words.count("No other possible mentor has a higher score with this person.") == 1
    mentors += [Mentor(id="M3", languages="norsk B1")]
    both = [("B8", "M2")]
    words = plain(
        Read(match_page(match(mentees, mentors, CompatibilityModel([Language()]), current=both, on=ON))).words
    )
    assert words.count("1 other possible mentor has a higher score with this person.") == 1, "M2 has no place"


def test_about_equal_mentors_are_named() -> None:
    mentors = [Mentor(id=f"M{n}", languages=f"somali {level}") for n, level in enumerate(("C2", "C1", "B2"), 1)]
    people = [Mentee(id="B1", languages="somali")]
    read = Read(match_page(match(people, mentors, CompatibilityModel([Language()]), on=ON), {"M2": "Åse"}))
    assert "About equal for this person" not in read.words, "100 and 95 are 5 points apart"
    model = CompatibilityModel([Language(levels={"C1": 970})])
    read = Read(match_page(match(people, mentors, model, on=ON), {"M2": "Åse"}))
    assert "About equal for this person: M2 Åse." in plain(read.words)


# The model in words


def test_the_model_is_told_with_what_was_not_applied() -> None:
    model = CompatibilityModel(
        [Language(weight=30, near=600), Interests(weight=0), Grade(weight=7)],
        [rules.SharedLanguage(level="B2"), rules.Operative(use=False), rules.Trained()],
        hours_per_case=2.5,
        waiting_months=(2, 4),
    )
    matching = match(
        [Mentee(id="B1", languages="somali", age=20)], [Mentor(id="M1", languages="somali", age=40)], model
    )
    factors, checked = Read(match_page(matching)).of_kind("model")
    assert [row[:2] for row in factors.rows[1:]] == [["Language", "30"], ["Interests", "0"], ["Grade <b>", "7"]]
    assert "B1 600" in factors.rows[1][2]
    assert "counts 600 of 1000" in factors.rows[1][2]
    assert [row[2] for row in factors.rows[2:]] == ["Not used.", "only_even = True"]
    assert [row[:2] for row in checked.rows[1:]] == [
        ["Shared language", "yes"],
        ["Operative mentor", "no, turned off"],
        ["Completed training", "no, a column is missing"],
    ]  # fmt: skip
    assert "at B2 or better" in checked.rows[1][2]
    words = Read(match_page(matching)).words
    assert "in groups from 2 and 4 months" in words
    assert "Hours a week counted for one case: 2.5." in words
    assert matching.model.digest in words
    assert f"Seed of the lottery: {matching.seed}" in words
    assert say("page.model.proof") in words


@pytest.mark.parametrize("language", languages())
def test_every_factor_and_rule_of_the_standard_model_is_told(language: str) -> None:
    matching, _ = bank(language, 5, 3)
    factors, checked = Read(match_page(matching)).of_kind("model")
    assert [row[0] for row in factors.rows[1:]] == [factor.label(language) for factor in matching.model.factors]
    assert len(checked.rows[1:]) == len(matching.model.rules or ())
    assert all(len(row[2]) > 15 and "=" not in row[2] for row in factors.rows[1:] + checked.rows[1:])


def test_with_points_first_no_page_says_that_people_come_first() -> None:
    people = [Mentee(id="B1", languages="somali")], [Mentor(id="M1", languages="somali")]
    by_score, by_people = match(*people, objective="score", on=ON), match(*people, on=ON)
    assert say("page.model.score") in Read(match_page(by_score)).words
    assert say("page.model.score") not in Read(match_page(by_people)).words
    assert say("page.person.used.queue_points") in Read(person_page(by_score, "B1")).words
    assert say("page.person.used.queue") in Read(person_page(by_people, "B1")).words


# What would help


@pytest.mark.parametrize("language", languages())
def test_what_would_help_is_what_the_matching_says(language: str) -> None:
    matching, names = bank(language, 10, 16)
    read = Read(match_page(matching, names, alternatives=0))
    assert read.of_kind("without")[0].rows[1:] == matching.unmatched.to_numpy().tolist()
    assert len(matching.unmatched) > 3
    told = [text for kind, text in read.blocks if kind == "li"]
    assert set(matching.recruitment(3)["sentence"]) <= set(told)
    promise = " " + say("costs.promise", language)
    costs = matching.costs().query("people != 0 or points != 0")["sentence"]
    assert len(costs) > 3
    assert {sentence.removesuffix(promise) for sentence in costs} <= set(told)
    for mentee, _, reserve, score, _, _, reason in matching.reserves().itertuples(index=False):
        mentor = f"{reserve} {names[reserve]}" if score == score else ""
        key, values = (
            ("reserve", {"mentor": mentor, "points": round(score)}) if mentor else ("no_reserve", {"reason": reason})
        )
        assert say(f"page.match.pair.{key}", language, **values) in read.words, mentee


def test_one_more_place_in_words() -> None:
    """B1 has M1's only place; B2 waits for it. M2 could take a second, and nobody would."""
    mentees = [Mentee(id="B1", languages="somali"), Mentee(id="B2", languages="somali B2")]
    mentors = [Mentor(id="M1", languages="somali"), Mentor(id="M2", languages="norsk")]
    read = Read(match_page(match(mentees, mentors, CompatibilityModel([Language(no_level=1000)]), on=ON)))
    assert [row[6] for row in read.of_kind("places")[0].rows[1:-1]] == ["1 more person, 80 points", "–"]


def test_what_would_help_all_is_worked_out_where_it_is_quick_or_asked_for() -> None:
    left_out = say("page.match.help.left_out")
    assert left_out not in Read(match_page(pair())).words
    assert left_out in Read(match_page(pair(), help_most=False)).words
    side = round(ADVICE_UP_TO**0.5) + 1
    mentees = [Mentee(id=f"B{n}", languages="somali") for n in range(side)]
    many = match(mentees, [Mentor(id=f"M{n}", languages="norsk") for n in range(side)], SMALL, on=ON)
    assert left_out in Read(match_page(many)).words


def test_where_somebody_needs_several_mentors_the_page_tells_the_same() -> None:
    mentors = [Mentor(id=f"M{n}", languages="somali") for n in (1, 2, 3)]
    matching = match([Mentee(id="B1", languages="somali", mentors_needed=2)], mentors, SMALL, on=ON)
    read = Read(match_page(matching))
    assert matching.recruitment(1)["sentence"].item() in read.words
    assert "If the first meeting" in read.words


# The shortlist


def test_the_shortlist_says_what_each_takes_from_others() -> None:
    """B1 may have any of the three. B9, urgent, can only have M1 or M3; B8 can only have M2."""
    urgent = {"urgency": "haster", "urgency_set_by": "Kari", "urgency_reason": "Grunn"}
    b1 = Mentee(id="B1", languages="norsk; somali; arabisk")
    b8 = Mentee(id="B8", languages="somali")
    b9 = Mentee(id="B9", languages="norsk; arabisk B2", **urgent)
    mentors = [Mentor(id=f"M{n}", languages=spoken) for n, spoken in enumerate(("norsk", "somali", "arabisk"), 1)]
    proposal = shortlist(b1, mentors, CompatibilityModel([Language(no_level=1000)]), waiting=[b8, b9], on=ON)
    read = Read(shortlist_page(proposal, {"M2": "Åse"}))
    (table,) = read.of_kind("options")
    heading, takes = next(row for row in table.rows if row[0] == "Factor"), table.rows[3]
    assert takes[0] == "What it takes from others who wait"
    assert dict(zip(heading[1:], takes[1:], strict=True)) == {
        "M3": "Nothing.",
        "M1": "Another person gets another proposal. It lowers the sum of their points by 20.",
        "M2 Åse": "Another person is left without a mentor now.",
    }
    assert re.findall(r'colspan="(\d)"', read.raw) == ["2"], "as good for B1, but M2 costs somebody the place"
    assert "The choice was weighed together with 2 others who wait." in read.words
    assert "B8" not in read.raw
    assert "B9" not in read.raw


def test_a_shortlist_without_others_says_so() -> None:
    read = Read(shortlist_page(one(waiting=False)))
    cells = next(row for row in read.of_kind("options")[0].rows if row[0] == say("card.takes.heading", "nb"))
    assert set(cells[1:]) == {"Det er ikke oppgitt at andre venter."}
    assert "regnet ut sammen med" not in read.words


EQUAL = [
    # scores (C2 = 100, C1 = 97, B2 = 94), columns that stand under 'about equal', by run
    (("C2", "C1", "B2"), ["2", ""]),
    (("C2", "C2", "C2"), ["3"]),
    (("C2", "B2", "B2"), ["", "2"]),
    (("C2", "B1", "A1"), None),
    (("C2",), None),
]


@pytest.mark.parametrize("levels, runs", EQUAL)
def test_about_equal_options_stand_together(levels: tuple[str, ...], runs: list[str] | None) -> None:
    model = CompatibilityModel([Language(levels={"C1": 970, "B2": 940, "B1": 600})], [])
    mentors = [Mentor(id=f"M{n}", languages=f"somali {level}") for n, level in enumerate(levels)]
    page = shortlist_page(shortlist(Mentee(id="B1", languages="somali"), mentors, model, on=ON))
    found = re.search(r'<tr class="runs"><td></td>(.*?)</tr>', page, re.DOTALL)
    told = re.findall(r'<t[hd](?: scope="colgroup" colspan="(\d)")?>', found[1]) if found else None
    assert told == runs


@pytest.mark.parametrize("language", languages())
def test_only_a_full_sheet_is_set_in_small_print(language: str) -> None:
    assert 'class="mentormatch shortlist small"' in shortlist_page(full(language))
    assert 'class="mentormatch shortlist"' in shortlist_page(one(language))
    assert len(Read(shortlist_page(full(language))).of_kind("options")[0].rows) == 18, "all thirteen factors"


def test_more_than_three_options_stand_in_more_tables() -> None:
    mentors = [Mentor(id=f"M{n}", languages="somali C2") for n in range(7)]
    proposal = shortlist(Mentee(id="B1", languages="somali"), mentors, CompatibilityModel([Language()], []), n=7, on=ON)
    read = Read(shortlist_page(proposal))
    tables = read.of_kind("options")
    assert [len(table.rows[1]) - 1 for table in tables] == [3, 3, 1]
    assert [name for table in tables[:2] for name in table.rows[1][1:]] == proposal.options["mentor_id"].tolist()[:6]
    assert re.findall(r'colspan="(\d)"', read.raw) == ["3", "3"]
    assert len(Read(proposal._repr_html_()).of_kind("options")) == 3


def test_there_is_a_place_to_sign_a_decision() -> None:
    read = Read(shortlist_page(one()))
    for key in ("accepted", "declined", "later", "who", "when", "why", "signature", "willing", "impartial", "none"):
        assert say(f"page.shortlist.decision.{key}", "nb") in read.words
    assert all(f"{mentor} " in read.words.partition("Beslutning")[2] for mentor in one().options["mentor_id"])
    assert "Besluttet av (navn):" in read.words


# The person's own page


def test_the_persons_page_says_what_counted_most() -> None:
    matching = pair()
    used = Read(person_page(matching, "B1", "nb"))
    lists = re.findall(r"<ul.*?</ul>", used.raw, re.DOTALL)
    assert Read(lists[1]).of_block("li") == ["hvilke språk dere snakker, og hvor godt"], "66.7 of 100"
    assert Read(lists[2]).of_block("li") == ["hva dere liker å gjøre"], "33.3 is not more than half of that"
    assert used.of_block("h1") == ["Slik ble mentoren foreslått"]
    thirds = CompatibilityModel([Language(weight=10), Interests(weight=5), Age(weight=5)])
    mentee = Mentee(id="B1", languages="somali", interests="ski", age=20)
    halves = person_page(match([mentee], [Mentor(id="M1", languages="somali")], thirds, on=ON), "B1")
    assert Read(re.findall(r"<ul.*?</ul>", halves, re.DOTALL)[2]).of_block("li") == [
        "what you both like to do",
        "how old you both are",
    ], "half as much is not most"
    assert "Programmet bestemmer ikke. Det gjør et menneske." in plain(used.words)
    assert all(f"({article})" in used.words for article in (15, 16, 17, 18, 20, 21, 22))


def test_the_persons_page_claims_only_rules_that_were_applied() -> None:
    """Nobody has a column for the training, so nobody is told that it was looked at."""
    assert say("page.person.rule.trained") not in Read(person_page(pair(), "B1")).words
    trained = pair(training_completed_on="01.01.2020")
    assert say("page.person.rule.trained") in Read(person_page(trained, "B1")).words


def test_what_was_not_asked_for_did_not_count() -> None:
    mentee = Mentee(id="B1", languages="somali", religion="islam", wishes={"gender": "helst: kvinne"}, basis="samtykke")
    mentor = Mentor(id="M1", languages="somali", religion="islam", gender="kvinne", basis="samtykke")
    words = Read(person_page(match([mentee], [mentor], on=ON), "B1")).words
    assert say("page.person.factor.gender") in words
    assert say("page.person.factor.religion") not in words
    assert re.search(r"not to be used: [^.]*religion, ethnic background", words)


def test_somebody_without_a_proposal_gets_a_page_too() -> None:
    matching, _ = bank()
    (mentee, *_) = matching.unmatched["mentee_id"]
    nobody = shortlist(Mentee(id="B1", languages="somali"), [Mentor(id="M1", languages="norsk")], on=ON, language="nb")
    for page in (person_page(matching, mentee), person_page(nobody, "B1")):
        read = Read(page)
        assert read.of_block("h1") == ["Vi har ikke et forslag til mentor nå"]
        assert say("page.person.used.most", "nb") not in read.words
        assert "M0" not in page
        assert "M1" not in page
    assert nobody.reason in Read(shortlist_page(nobody)).words


def test_a_page_is_only_for_somebody_the_result_is_about() -> None:
    matching, _ = bank("en", 25, 12)
    with pytest.raises(MatchingError, match="B007 has a running case"):
        person_page(matching, "B007")
    with pytest.raises(MatchingError, match="no mentee 'B999'"):
        person_page(matching, "B999")
    with pytest.raises(MatchingError, match="no mentee 'B006'"):
        person_page(one("en"), "B006")


# Nobody


@pytest.mark.parametrize("language", languages())
def test_nobody_at_all_is_a_page_too(language: str) -> None:
    read = Read(match_page(match([], [], on=ON, language=language)))
    assert say("page.match.nobody", language) in read.words
    assert say("page.match.nobody_waits", language) in read.words
    only_mentors = Read(match_page(match([], [Mentor(id="M1", maximum=2)], on=ON, language=language)))
    assert only_mentors.of_kind("places")[0].rows[1][:5] == ["M1", "2", "0", "0", "2"]
    only_mentees = Read(match_page(match([Mentee(id="B1")], [], on=ON, language=language)))
    assert only_mentees.of_kind("without")[0].rows[1][0] == "B1"
    assert say("page.match.everybody", language) not in only_mentees.words


# Notebooks


@pytest.mark.parametrize("language", languages())
def test_a_notebook_shows_the_same_parts_as_the_pages(language: str) -> None:
    matching, _ = bank(language)
    shown = Read(matching._repr_html_())
    page = Read(match_page(matching, alternatives=0))
    assert shown.of_kind("proposals")[0].rows == page.of_kind("proposals")[0].rows[:21]
    assert shown.of_kind("without")[0].rows == page.of_kind("without")[0].rows
    assert len(shown.of_kind("proposals")[0].rows) == 1 + 20
    assert len(shown.of_kind("without")[0].rows) == 1 + len(matching.unmatched)
    assert ("div", "lang", language) in shown.attributes
    assert str(matching).splitlines()[1] in shown.words
    assert (say("card.more.many", language, count=len(matching.pairs) - 20)) in shown.words
    (table,) = re.findall(r"<table.*?</table>", shortlist_page(one(language)), re.DOTALL)
    assert table in one(language)._repr_html_()


def test_a_notebook_says_why_nobody_is_proposed() -> None:
    nobody = shortlist(Mentee(id="B1", languages="somali"), [Mentor(id="M1", languages="norsk")], on=ON)
    assert nobody.reason in Read(nobody._repr_html_()).words
