"""What identifies somebody in Norwegian text: the figures on sentences set aside, the rules one by one, properties."""

import re
from pathlib import Path
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st
from identifying_marks import Span, halves, read, score

from mentormatch.casework.identifying import KINDS, Mark, identifying, rewritten
from mentormatch.casework.word_lists import folded, places
from mentormatch.errors import CaseError


def spans(text: str) -> list[Span]:
    return [(mark.start, mark.end, mark.kind) for mark in identifying(text)]


def marked(text: str, names: tuple[str, ...] = ()) -> str:
    """The text with its marks written as in the file of sentences."""
    pieces, done = list[str](), 0
    for mark in identifying(text, names):
        pieces += [text[done : mark.start], f"{{{mark.kind}:{mark.text}}}"]
        done = mark.end
    return "".join([*pieces, text[done:]])


# The two halves


def test_the_halves_are_a_hundred_each_and_share_nothing() -> None:
    development, aside = halves()
    assert len(development) == len(aside) == 100
    assert not {one.text for one in development} & {one.text for one in aside}
    assert min(sum(len(one.spans) for one in half) for half in (development, aside)) > 150


@pytest.mark.parametrize("half", [0, 1], ids=["development", "set aside"])
def test_most_of_what_identifies_is_found_and_most_marks_are_right(half: int) -> None:
    result = score(halves()[half], spans)
    print(*result.lines(), sep="\n")  # noqa: T201  # the figures, for `pytest -s` and for a failure
    assert result.precision >= 0.8
    assert result.recall >= 0.95
    assert result.covered / result.spans >= 0.95


def test_the_score_counts_as_it_says() -> None:
    sentence = read("{name:Ada Berg} bor i {place:Moss}, er {number:17} og kom {date:3. mai}.")
    name, place, number, day = sentence.spans
    assert (sentence.text[slice(*day[:2])], day[2]) == ("3. mai", "date")
    half_a_name = (name[0], name[0] + 3, "name")
    wrong_kind = (place[0], place[1], "name")
    nothing = (9, 12, "name")  # 'bor'
    result = score([sentence], lambda _: [half_a_name, nothing, wrong_kind, number])
    assert (result.marks, result.spans, result.marks_matched, result.spans_matched) == (4, 4, 2, 2)
    assert (result.covered, result.exact) == (2, 1)
    assert (result.precision, result.recall) == (0.5, 0.5)


# The rules


@pytest.mark.parametrize(
    "sentence",
    [
        "{name:Bashir} ringte {name:Deqa Nuur Ali} i går.",
        "{name:Stein} sier at han kaster stein; en dag i uka er {name:Dag} med.",
        "Hver dag snakker vi om liv og død, og steinen er stor.",
        "Hans beste venn er {name:Hans}.",
        "Far er sint, mor er redd, og Onkel {name:Reza} er borte.",
        "har snakket med {name:mahad} og {name:kasia}, de var i {place:skien}",
        "han har time hos legen på ski og går på os",
        "{name:Abdis} søster og {name:Jonas'} bror er på {place:Tøyen}.",
        "Fastlegen, dr. {name:Xkhan}, og {name:M. Al-Khatib} er enige.",
        "Han heter {name:zorbek}",
        "NAV, PST og barnevernet bruker TikTok, sier mentoren i Norge.",
        "{name:AHMED} ringte fra ukjent nummer.",
        "{place:Oslo}-gutten og {name:Ahmed}-saken er i avisa.",
        "Han bor i {place:Kirkeveien 21b}, {number:1400} {place:Ski}.",
        "ny adresse: {place:storgata 3}, {place:hole}",
        "Hun går på {place:Fagerlia videregående skole} og trener i {place:Bryne Fotballklubb}.",
        "Vi møttes {date:tirsdag 4. mars 2025}, {date:17.05.2024}, {date:2024-02-29} og {date:6/11}.",
        "I {date:fjor høst} og {date:våren 2022}, men ikke i går eller for to uker siden.",
        "I vår kommune skjedde det i {date:vår}.",
        "{date:Fredag} etter {date:påske} møtte han {name:August}; det var i {date:august}.",
        "En {number:19-åring}, en på {number:seksten} år, og en som er {number:tolv}.",
        "I fem år har han ventet, og for tre år siden ga han opp.",
        "Tlf {number:412 34 567}, {number:+47 906 11 223} eller {number:98765432}, konto {number:1503.40.12345}.",
        "Bilen {number:DN 48213}, saken {number:2024/1187} og {number:22-0418}, rom {number:214}, kr {number:86 000}.",
        "Etter straffeloven § 196 og artikkel 9 nr. 2 gjelder taushetsplikt; VERA-2R ble brukt.",
        "Skriv til {name:amir.r@eksempel.no}, {name:@khalid_03x} eller {name:DarkViking88}.",
        "Han kalles «{name:Lillegutt}» og leser «Min vei».",
        "– Jeg vet ikke, sa {name:Ruben}. Ingen vet det.",
    ],
)
def test_a_rule(sentence: str) -> None:
    assert marked(read(sentence).text) == sentence


def test_names_of_ones_own_are_found_in_every_form() -> None:
    text = "Zorbeks hund heter rex, og zorbek og Ny Kurs er venner med Zorbekova."
    assert marked(text, ("Zorbek", "Rex", "ny kurs", " ")) == (
        "{name:Zorbeks} hund heter {name:rex}, og {name:zorbek} og {name:Ny Kurs} er venner med {name:Zorbekova}."
    )
    assert [mark.text for mark in identifying("rex er her", "Rex")] == ["rex"]
    assert identifying("rex er her") == []


# Rewriting


def test_the_presenter_rewrites_or_leaves_a_placeholder() -> None:
    text = "Ahmed (17) flyttet til Moss 3. mai."
    marks = identifying(text)
    assert rewritten(text, marks) == "[navn] ([tall]) flyttet til [sted] [dato]."
    assert rewritten(text, marks, {"Ahmed": "Gutten", "3. mai": "i vår"}, language="en") == (
        "Gutten ([number]) flyttet til [place] i vår."
    )
    confirmed = [mark for mark in marks if mark.kind != "number"]
    assert rewritten(text, confirmed[::-1]) == "[navn] (17) flyttet til [sted] [dato]."
    assert identifying(rewritten(text, marks)) == []


def test_marks_of_another_text_are_refused() -> None:
    marks = identifying("Ahmed flyttet.")
    for wrong in (("Hun flyttet fra Moss.", marks), ("Ahmed flyttet.", marks * 2)):
        with pytest.raises(CaseError) as caught:
            rewritten(*wrong)
        assert [problem.key for problem in caught.value.problems] == ["identifying_other_text"]


@pytest.mark.parametrize("text, names", [(None, ()), (7, ()), ("Hei", [None]), ("Hei", ["Ada", 3])])
def test_only_text_can_be_searched(text: str, names: list[str]) -> None:
    with pytest.raises(CaseError) as caught:
        identifying(text, names)
    assert [problem.key for problem in caught.value.problems] == ["identifying_text"]


def test_repr_shows_no_words() -> None:
    assert repr(identifying("Ahmed")) == "[Mark(start=0, end=5, kind='name')]"


# Properties


PIECES = """Ahmed mahad Nuur i på Moss Oslo 3. mai 17 år 2024/118 § 9 dr. M. «Lille» - – : ! Hun og Kuben skole ( )
heter Storgata fredag kl. 10.30 a@b.no E6 12.3 al-Hol og’s Jonas'"""
WORDS = st.sampled_from([*PIECES.split(), "\n"])
TEXTS = st.lists(WORDS, max_size=14).map(" ".join) | st.text(max_size=40)


@given(text=TEXTS, names=st.lists(st.sampled_from(["Hun", "skole", "17", "år 20", "(", ""]), max_size=2))
def test_marks_are_in_order_apart_and_of_the_text(text: str, names: list[str]) -> None:
    marks = identifying(text, names)
    assert identifying(text, names) == marks
    end = 0
    for mark in marks:
        assert end <= mark.start < mark.end <= len(text)
        assert mark.text == text[mark.start : mark.end]
        assert mark.kind in KINDS
        end = mark.end
    replaced = rewritten(text, marks, {mark.text: "" for mark in marks})
    assert len(replaced) == len(text) - sum(mark.end - mark.start for mark in marks)
    assert rewritten(text, marks, {mark.text: mark.text for mark in marks}) == text


@given(before=TEXTS, after=TEXTS, name=st.sampled_from(["Zorbek", "ny kurs", "Ole"]))
def test_a_name_of_ones_own_is_never_missed(before: str, after: str, name: str) -> None:
    text = f"{before} {name.upper()} {after}"
    start = len(before) + 1
    inside = {place for mark in identifying(text, [name]) for place in range(mark.start, mark.end)}
    assert {place for place in range(start, start + len(name)) if text[place] != " "} <= inside


# The lists


def test_the_lists_are_small_and_know_every_municipality() -> None:
    names = folded("names", "given") | folded("names", "family")
    assert 2000 < len(names) < 3600
    assert {"bergen", "indre østfold", "møre og romsdal", "gaziantep"} <= places()
    assert "norge" not in places()
    assert not {"mentor", "mentee", "veileder"} & (names | places())


def test_a_mark_is_a_value() -> None:
    assert Mark(0, 5, "name", "Ahmed") in identifying("Ahmed")


def test_a_long_text_is_marked_like_its_paragraphs() -> None:
    paragraph = "Mentoren møtte Ahmed på Tøyen 3. mai. han er 17 år, og broren heter Zorbek.\n"
    marks = identifying(paragraph * 40)
    assert [mark.text for mark in marks] == ["Ahmed", "Tøyen", "3. mai", "17", "Zorbek"] * 40


def test_accents_may_be_letters_of_their_own() -> None:
    text = normalize("NFD", "jeg møtte bård i ås, og Máhtte kom")
    assert [normalize("NFC", mark.text) for mark in identifying(text)] == ["bård", "Máhtte"]


def test_the_page_gives_the_figures_of_today() -> None:
    page = (Path(__file__).parents[2] / "docs" / "deidentified.md").read_text(encoding="utf-8")
    for name, half in zip(("for development", "set aside"), halves(), strict=True):
        result = score(half, spans)
        row = next(line for line in page.splitlines() if line.startswith(f"| 100 {name} |"))
        figures = [float(figure) for figure in re.findall(r"\d\.\d\d", row)]
        exact = [result.exact / result.marks, result.exact / result.spans]
        shares = [result.precision, result.recall, result.covered / result.spans, *exact]
        assert figures == [round(share, 2) for share in shares]
