"""What the program's sheets never say: what is private in the sheets of people, and where somebody hidden lives."""

import shutil
from collections.abc import Iterable, Iterator
from itertools import product
from pathlib import Path

import pytest
from openpyxl import load_workbook
from workbook_cases import changed, decide, rows_of, run

from mentormatch import Mentee, Mentor, vocabulary
from mentormatch.report.layout import RESULTS, title
from mentormatch.report.template import write_template
from mentormatch.sentences import languages, say

MUNICIPALITY, TARGET_GROUP = "1151", "in_extremist_milieu"  # Utsira: nobody else lives there
SECRETS = (
    "Zqnavn", "Zqtro", "Zqannen", "Zqfolk", "Zqslekt", "Zqbehov", "Zqhvem", "Zqgrunn", "Zqsett",
    TARGET_GROUP, *(vocabulary.current().label("target_group", TARGET_GROUP, language) for language in languages()),
    MUNICIPALITY, vocabulary.current().municipality_name(MUNICIPALITY),
)  # fmt: skip


def secretive(path: Path, language: str, home: str = MUNICIPALITY) -> Path:
    """A workbook with something private about everybody, and an address that is protected."""
    private = {
        "name": "Zqnavn", "religion": "Zqtro", "ethnic_background": "Zqfolk", "needs": "Zqbehov; skolegang",
        "target_group": TARGET_GROUP, "municipality": home, "protected_address": "ja", "basis": "samtykke",
        "urgency": "haster", "urgency_set_by": "Zqhvem", "urgency_reason": "Zqgrunn", "birth_year": 2006,
        "wishes": {"religion": ("helst: Zqtro", "helst ikke: Zqannen"), "ethnic_background": "ikke: Zqslekt"},
    }  # fmt: skip
    seen = {"confidentiality": True, "police_certificate": {"met": True, "by": "Zqsett"}}
    common = {
        "municipality": "Bergen", "requirements": seen, "competence": "skolegang", "basis": "samtykke",
        "role": "operativ", "training_completed_on": "01.01.2020", "engagement": {"start": "01.01.2020"},
    }  # fmt: skip
    near, stays = {"distance": "fylke"}, {"start": "01.01.2020", "may_be_lent": False}
    write_template(
        path,
        mentees=[Mentee(id=f"B{n}", languages="somali", **private) for n in (1, 2, 3)],
        mentors=[
            Mentor(id="M1", languages="somali", religion="Zqtro", ethnic_background="Zqfolk", **common),
            Mentor(id="M2", languages="somali B2", religion="Zqannen", wanted_target_groups=TARGET_GROUP, **common),
            Mentor(id="M3", languages="somali C1", ethnic_background="Zqslekt", limits=near, **common),
            Mentor(id="M4", languages="somali C1", **{**common, "engagement": stays}),
        ],
        language=language,
    )
    return path


def results(language: str) -> list[str]:
    return [title(result.name, language) for result in RESULTS]


def texts(path: Path, sheets: Iterable[str]) -> Iterator[str]:
    """Every value and note of these sheets, and the names of the workbook."""
    book = load_workbook(path)
    for name in sheets:
        for row in book[name].iter_rows():
            for cell in row:
                yield str(cell.value or "")
                if cell.comment is not None:
                    yield cell.comment.text
    yield from (f"{name} {defined.attr_text}" for name, defined in book.defined_names.items())


@pytest.fixture(scope="module")
def matched(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """A workbook in each language, with its proposals."""
    folder = tmp_path_factory.mktemp("closed")
    paths = {language: secretive(folder / f"{language}.xlsx", language) for language in languages()}
    for path in paths.values():
        run(path)
    return paths


@pytest.mark.parametrize("language", languages())
def test_no_sheet_of_results_says_what_is_private(language: str, matched: dict[str, Path]) -> None:
    path = matched[language]
    assert any("Zqtro" in text for text in texts(path, ("Mentees",))), "the sheets of people have it all"
    found = list(texts(path, results(language)))
    assert len(rows_of(load_workbook(path)[results(language)[0]])) == 2
    for text, secret in product(found, SECRETS):
        assert secret.casefold() not in text.casefold(), secret
    told = "\n".join(found)
    assert "skolegang" in told, "a need that is covered is shown"
    assert say("factor.religion.met", language) in told or say("factor.religion.not_met", language) in told


def test_where_somebody_with_a_protected_address_lives_changes_no_sentence(
    matched: dict[str, Path], tmp_path: Path
) -> None:
    """Utsira and Haugesund are outside Bergen alike: the same mentors are possible, and the same is told."""
    path = secretive(tmp_path / "haugesund.xlsx", "nb", "1106")
    run(path)
    told = [list(texts(one, results("nb")[:4])) for one in (path, matched["nb"])]
    assert told[0] == told[1]
    rows = [row for row in rows_of(load_workbook(path)["Forklaring"]) if row.pop("Faktor") == "Region"]
    assert len(rows) == 2
    for row in rows:
        assert {row.pop("Mentee"), row.pop("Mentor"), row.pop("Hvorfor")} >= {say("factor.protected", "nb")}
        assert set(row.values()) == {None}


def test_a_decision_that_moves_takes_nothing_private_with_it(matched: dict[str, Path], tmp_path: Path) -> None:
    path = Path(shutil.copy(matched["nb"], tmp_path))
    with changed(path) as book:
        page = book["Forslag"]
        mentees = [str(row["Mentee"]) for row in rows_of(page)]
        decide(page, mentees[0], "godtatt")
        decide(page, mentees[1], "takket nei")
    run(path)
    moved = list(texts(path, ("Løpende", "Skal ikke kobles")))
    assert set(mentees) <= set(moved)
    assert not [secret for secret, text in product(SECRETS, moved) if secret in text]
