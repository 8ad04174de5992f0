"""Everything that is wrong with a file is said at once, by sheet, row and column, and nothing private is repeated."""

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from mentormatch import TableError
from mentormatch.errors import MentorMatchError, MentorMatchWarning
from mentormatch.tables import read_decisions, read_mentees, read_mentors
from mentormatch.values import holds_birth_number

GOLDEN = Path(__file__).parent / "golden" / "table_errors.nb.txt"
BIRTH_NUMBER = "010190 00083"
READERS = (read_mentors, read_mentees, read_decisions)

MENTORS = """\
Id;Navn;Kjønn;Fødselsår;Språk;Kommune;Rolle;Timer per uke;Maks antall saker;Utskolert;Kan lånes ut;Ramme fra;Ramme til;\
Politiattest sett;Ønsker målgruppe;Grunnlag;Grunnlag livssyn;Religion
M1;Kari;kvinne;1980;arabisk B2; Bergen
M2;Ola;kvine;1875;klingonsk;Herøy;mentorleder;sju;2,5;31.02.2026;kanskje;;;;;;;
M3;Per;mann;1980;kurdisk;Atlantis;operativ;7,5;2;01.02.2025;ja;01.02.2026;01.01.2026;31.13.2025;pirater;fordi;magefølelse;islam
;Anne;kvinne;1991;norsk morsmål; Oslo
M3;Liv;kvinne;1991;"engelsk og norsk; arabisk C9; norsk B2";Våler;operativ;;;;;;;;;;;
M6;Ida;kvinne;1991;norsk;Oslo;operativ;;;;;;;;;;;Hemmelig 010190 00083
M7;Eva;kvinne;1885;norsk;Oslo;operativ
M8;Jon;mann;1985;"norsk B2; norsk C1";Oslo;operativ;;;;;;;;;;;;for mye
"""


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    book = Workbook()
    mentors = book.active
    assert mentors is not None
    mentors.title = "Mentorer"
    mentors.append(["Id", "Alder", "Timer per uke", "Maks antall saker", "Notat"])
    mentors.append(["M1", "=2026-1980", 7.5, 2, "=A2"])
    mentors.append(["M2", 130, 7.5, 2, None])
    mentors.append([None, None, None, None, None])
    mentors.append(["M4", date(1980, 1, 1), "#N/A", 2.5, f"fnr. {BIRTH_NUMBER}"])
    mentees = book.create_sheet("Brukere")
    mentees.append(["Id", "Målgruppe", "Hastegrad", "Satt av", "Ønske kjønn", "Ønske alder", "Ønske egen kommune",
                    "Prioritet språk", "Prioritet alder", "Antall mentorer", "Grunnlag behov",
                    "Venter siden"])  # fmt: skip
    mentees.append(["B1", "romvesen", "straks", None, "muligens: kvinne", "samme", "kanskje",
                    "kjempeviktig", "ingen", None, "lov", "i går"])  # fmt: skip
    mentees.append([int(BIRTH_NUMBER.replace(" ", "")), "pårørende", None, None, "må: kvine", "gammel"])
    mentees.append(["B3", "pårørende", "haster", None, None, None, None, None, None, 0])
    running = book.create_sheet("Løpende")
    running.append(["Mentee", "Mentor", "Begrunnelse", "Besluttet av", "Dato"])
    running.append(["B1", "M1", "avtalt", "SLT", "i fjor"])
    running.append(["B1", None, f"gjelder {BIRTH_NUMBER}", "SLT", date(2026, 1, 1)])
    running.append(["B1", "M1", "igjen", "SLT", date(2026, 1, 1)])
    bans = book.create_sheet("Skal ikke kobles")
    bans.append(["Bruker", "Mentor", "Dato"])
    bans.append([None, "M2", "32.01.2026"])
    path = tmp_path / "bank.xlsx"
    book.save(path)
    return path


def problems(read: Callable[..., object], source: object) -> TableError:
    with pytest.raises(TableError) as caught:
        read(source, language="nb")
    return caught.value


@pytest.mark.filterwarnings("ignore:.*Notat")
def test_one_report_has_every_error_of_a_set_of_files(tmp_path: Path, bank: Path) -> None:
    mentors = tmp_path / "mentorer.csv"
    mentors.write_text(MENTORS, encoding="cp1252")
    errors = [problems(read_mentors, mentors), *(problems(read, bank) for read in READERS)]
    report = TableError([problem for error in errors for problem in error.problems], "nb")
    assert str(report) + "\n" == GOLDEN.read_text(encoding="utf-8")
    assert len({problem.key for problem in report.problems}) >= 20
    assert BIRTH_NUMBER not in str(report)
    assert BIRTH_NUMBER not in str(report).replace(" ", "")


SECRETS = {
    "Navn": "Kari Hemmelig 1",
    "Religion": "hemmelig tro",
    "Etnisk bakgrunn": "hemmelig folk",
    "Behov": "hemmelig behov",
    "Målgruppe": "hemmelig gruppe",
    "Begrunnelse": "hemmelig grunn",
    "Ønske religion": "kanskje: hemmelig",
    "Ønske kjønn": "må: hemmelig",
    "Ønske språk": "hemmelig; norsk og hemmelig",
    "Ønske alder": "hemmelig",
    "Ønske sektor": "hemmelig: sektor",
    "Grunnlag religion": "fordi",
}


def test_no_word_of_a_special_field_is_repeated() -> None:
    error = problems(read_mentees, [{"id": "B1", "Antall mentorer": "x", **SECRETS}])
    columns = {problem.where.column for problem in error.problems}
    assert columns >= {"Målgruppe", "Ønske religion", "Ønske kjønn", "Ønske språk", "Ønske alder", "Antall mentorer"}
    for language in ("nb", "en"):
        assert "hemmelig" not in error.text(language).casefold()


def test_a_list_within_a_mentor_s_target_groups_is_not_repeated_either() -> None:
    cells = {"id": "M1", "Ønsker målgruppe": "hemmelig", "Tar imot målgrupper": "pårørende; hemmelig", "rolle": "åpen"}
    error = problems(read_mentors, [cells])
    assert [problem.where.column for problem in error.problems] == ["Ønsker målgruppe", "Tar imot målgrupper", "rolle"]
    assert "hemmelig" not in str(error)
    assert "'åpen'" in str(error)


@pytest.mark.parametrize(
    "number", ["01019000083", "010190 00083", "fnr:010190-00083.", "1019000083", 1019000083, 41019000077]
)
@pytest.mark.parametrize("column", ["id", "Navn", "Notat", "Religion", "Ønske kjønn", "excluded_mentors"])
@pytest.mark.filterwarnings("ignore:.*Notat")
def test_a_birth_number_is_refused_anywhere_and_never_shown(number: object, column: str) -> None:
    assert holds_birth_number(number if number != "1019000083" else "01019000083")
    error = problems(read_mentees, [{"id": "B1"}, {"id": "B2", column: number}])
    assert [(problem.key, problem.where.row, problem.where.column) for problem in error.problems] == [
        ("birth_number", 2, column)
    ]
    assert "00083" not in str(error)
    assert "00077" not in str(error)


@pytest.mark.filterwarnings("ignore:.*not known here")
def test_a_birth_number_above_a_column_is_not_shown_either() -> None:
    with pytest.raises(TableError) as caught, pytest.warns(MentorMatchWarning) as warned:
        read_mentors([{"id": "M1", "01019000083": "x", "Navn": "01019000083"}])
    texts = str(caught.value) + "".join(str(warning.message) for warning in warned)
    assert "column B: A birth number" in texts
    assert "00083" not in texts


def test_a_file_without_headings_shows_nothing_of_its_first_row(tmp_path: Path) -> None:
    path = tmp_path / "bank.csv"
    path.write_text("M1;Kari Hemmelig;islam\nM2;Ola;\n", encoding="utf-8")
    error = problems(read_mentors, path)
    assert [problem.key for problem in error.problems] == ["table_no_id"]
    assert "Hemmelig" not in str(error)


def test_each_bad_word_goes_to_its_own_column() -> None:
    row = {
        "id": "B1",
        "Ønske kjønn": "må: kvine",
        "Ønske språk": "må: klingonsk",
        "Ønske religion": "kanskje: x",
        "Prioritet språk": "svær",
        "Prioritet alder": "viktig",
        "Grunnlag": "fordi",
        "Grunnlag behov": "samtykke",
        "Grunnlag religion": "fordi",
        "Morsmål": "klingonsk",
        "Språk": "norsk",
    }
    error = problems(read_mentees, [row])
    assert sorted(str(problem.where.column) for problem in error.problems) == [
        "Grunnlag", "Grunnlag religion", "Morsmål", "Prioritet språk", "Ønske kjønn", "Ønske religion", "Ønske språk",
    ]  # fmt: skip
    assert {problem.where.field for problem in error.problems} == {None}


def test_the_same_problem_twice_in_a_cell_is_said_once_and_two_are_two() -> None:
    error = problems(read_mentors, [{"id": "M1", "Språk": "klingonsk; klingonsk B2; marsiansk"}])
    assert len(error.problems) == 2


def test_an_error_is_in_the_language_that_was_asked_for() -> None:
    with pytest.raises(TableError, match="This is not a number"):
        read_mentors([{"id": "M1", "Alder": "x"}])
    with pytest.raises(TableError, match="Dette er ikke et tall"):
        read_mentors([{"id": "M1", "Alder": "x"}], language="nb")
    with pytest.raises(MentorMatchError, match="'xx' is not a language"):
        read_mentors([{"id": "M1"}], language="xx")
