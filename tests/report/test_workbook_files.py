"""The file of a workbook: replaced as a whole or not at all, with a copy of the old one, whatever goes wrong."""

import os
import resource
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from workbook_cases import changed, decide, everything, filled_template, rows_of, run

from mentormatch.errors import MentorMatchError, TableError
from mentormatch.report import package, saving
from mentormatch.report.template import write_template


@pytest.fixture(scope="module")
def matched_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = filled_template(tmp_path_factory.mktemp("files") / "bank.xlsx")
    run(path)
    return path


@pytest.fixture
def bank(matched_once: Path, tmp_path: Path) -> Path:
    """A bank with its first proposals, and a decision that is to move."""
    path = Path(shutil.copy(matched_once, tmp_path / "bank.xlsx"))
    with changed(path) as book:
        decide(book["Forslag"], "B001", "godtatt")
    return path


def refused(path: Path, out: Path | None = None) -> str:
    """What is said; nothing is changed and nothing new lies in the folder."""
    before = path.read_bytes(), path.stat().st_mode, sorted(path.parent.iterdir())
    with pytest.raises(MentorMatchError) as caught:
        run(path, out, language="nb")
    assert (path.read_bytes(), path.stat().st_mode, sorted(path.parent.iterdir())) == before
    return str(caught.value)


def copies(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"{path.stem} (kopi *"))


def test_the_old_workbook_lies_beside_the_new_one_and_is_never_written_over(bank: Path) -> None:
    states = []
    for _ in range(3):
        states.append(bank.read_bytes())
        assert run(bank).copy in copies(bank)
    made = copies(bank)
    assert len(made) == 3
    assert sorted(copy.read_bytes() for copy in made) == sorted(states)
    assert all(copy.suffix == ".xlsx" for copy in made)


@pytest.mark.parametrize("mode", [0o600, 0o640, 0o664])
def test_the_mode_of_the_file_stays(bank: Path, mode: int) -> None:
    bank.chmod(mode)
    copy = run(bank).copy
    assert copy is not None
    assert [stat.S_IMODE(file.stat().st_mode) for file in (bank, copy)] == [mode, mode]


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_the_owner_of_the_file_stays(bank: Path) -> None:
    os.chown(bank, 12345, 23456)
    copy = run(bank).copy
    assert copy is not None
    assert {(file.stat().st_uid, file.stat().st_gid) for file in (bank, copy)} == {(12345, 23456)}


def test_a_link_stays_a_link(bank: Path) -> None:
    link = bank.parent / "other" / "bank.xlsx"
    link.parent.mkdir()
    link.symlink_to(bank)
    done = run(link)
    assert link.is_symlink()
    assert done.file == bank.resolve()
    assert len(rows_of(load_workbook(bank)["Løpende"])) == 1
    assert copies(bank)


def test_another_file_leaves_the_original_as_it_is(bank: Path) -> None:
    before, out = bank.read_bytes(), bank.with_name("ny.xlsx")
    done = run(bank, out)
    assert (bank.read_bytes(), done.copy, copies(bank)) == (before, None, [])
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    run(bank)
    assert everything(out) == everything(bank)


def test_nothing_is_written_over_another_file(bank: Path) -> None:
    out = bank.with_name("ny.xlsx")
    out.write_bytes(b"noe annet")
    assert refused(bank, out).startswith("ny.xlsx: Det finnes en fil med dette navnet fra før")
    assert out.read_bytes() == b"noe annet"
    assert refused(bank, bank.with_name("ny.csv")).startswith("ny.csv: Dette er ikke en arbeidsbok.")
    before = bank.read_bytes()
    with pytest.raises(TableError, match="There is a file with this name already"):
        write_template(bank)
    assert bank.read_bytes() == before


@pytest.mark.parametrize("mark", ["~$bank.xlsx", ".~lock.bank.xlsx#"])
def test_a_workbook_that_is_open_elsewhere(bank: Path, mark: str) -> None:
    bank.with_name(mark).write_text("Ola", encoding="utf-8")
    assert refused(bank) == (
        f"bank.xlsx: Arbeidsboken er åpen i et annet program ({mark}). "
        f"Tips: Lagre og lukk den, og kjør en gang til. Er den lukket, kan du slette filen {mark}."
    )
    run(bank, bank.with_name("ny.xlsx"))  # another file can be written meanwhile


def test_a_workbook_that_is_read_only(bank: Path) -> None:
    bank.chmod(0o444)
    assert refused(bank).startswith("bank.xlsx: Arbeidsboken er skrivebeskyttet.")
    run(bank, bank.with_name("ny.xlsx"))


@contextmanager
def nobody() -> Iterator[None]:
    """As a user without rights of their own, where the tests run as root, who may do everything."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that everybody can reach, unlike the one of the tests."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    folder.chmod(0o755)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="folders have other rights there")
def test_a_folder_in_which_nothing_may_be_written(bank: Path, open_folder: Path) -> None:
    path = Path(shutil.copy(bank, open_folder / "bank.xlsx"))
    path.chmod(0o666)
    open_folder.chmod(0o555)
    with nobody():
        assert refused(path).startswith("bank.xlsx: Du kan ikke skrive i mappen der arbeidsboken ligger.")
        path_elsewhere = path.with_name("ny.xlsx")
        assert refused(path, path_elsewhere).startswith("ny.xlsx: Filen kan ikke skrives nå.")


@contextmanager
def no_room_beyond(size: int) -> Iterator[None]:
    """The system refuses to let any file grow larger than this."""
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, hard))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
@pytest.mark.parametrize("room", [0, 0.5, 1])
def test_a_file_that_the_system_cuts_short(bank: Path, room: float, monkeypatch: pytest.MonkeyPatch) -> None:
    """The copy does not fit, or it does and then the new workbook, which is larger, does not."""
    replace = saving.Original.replace

    def cut_short(original: saving.Original, data: bytes, language: str) -> Path:
        with no_room_beyond(int(len(original.data) * room)):
            return replace(original, data + bytes(len(original.data)), language)

    monkeypatch.setattr(saving.Original, "replace", cut_short)
    said = refused(bank)
    assert said.startswith("bank (kopi" if room < 1 else "bank.xlsx: ")
    assert said.endswith(
        ": Filen kunne ikke skrives. Tips: Sjekk at det er plass på disken, og at navnet ikke er en mappe."
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such limits")
def test_no_room_even_for_what_openpyxl_sets_aside(bank: Path) -> None:
    with no_room_beyond(1000):
        assert refused(bank).startswith("bank.xlsx: Filen kunne ikke skrives.")


def mounted(folder: Path, size: str) -> bool:
    command = ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)]
    return shutil.which("mount") is not None and subprocess.run(command, capture_output=True).returncode == 0


def test_a_disk_that_is_full(bank: Path) -> None:
    folder = bank.parent / "disk"
    folder.mkdir()
    room = bank.stat().st_size // 4096 * 4096 + 16 * 4096
    if not mounted(folder, str(room)):
        pytest.skip(reason="no file system can be mounted here")
    try:
        path = Path(shutil.copy(bank, folder / "bank.xlsx"))
        assert "Filen kunne ikke skrives. Tips: Sjekk at det er plass på disken" in refused(path)
        assert len(list(folder.iterdir())) == 1
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def test_a_workbook_that_somebody_saves_meanwhile(bank: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def saved_meanwhile(book: Workbook, file: str, old: bytes) -> bytes:
        with changed(bank) as theirs:
            theirs["Mentees"]["AZ3"] = "skrevet imens"
        return saved(book, file, old)

    saved = package.saved
    monkeypatch.setattr(package, "saved", saved_meanwhile)
    with pytest.raises(MentorMatchError, match="Noen lagret arbeidsboken mens forslagene ble laget"):
        run(bank)
    assert not copies(bank)
    book = load_workbook(bank)
    assert book["Mentees"]["AZ3"].value == "skrevet imens"
    assert rows_of(book["Forslag"])[0]["Beslutning"] == "godtatt"


@pytest.mark.parametrize("step", ["fsync", "replace"])
def test_an_end_in_the_midst_of_writing_leaves_the_old_or_the_new_workbook(
    bank: Path, step: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The process dies at each of the calls that write: the file is whole, and a copy is whole where there is one."""
    old = bank.read_bytes()
    real = getattr(os, step)
    for last in (1, 2):
        calls = list[object]()

        def dies(*args: object, calls: list[object] = calls, last: int = last) -> object:
            calls.append(args)
            if len(calls) == last:
                raise SystemExit
            return real(*args)

        with monkeypatch.context() as patch:
            patch.setattr(os, step, dies)
            with pytest.raises(SystemExit):
                run(bank)
        assert bank.read_bytes() == old
        assert not copies(bank)


def test_the_copy_is_named_by_day_and_time(bank: Path) -> None:
    copy = saving.Original.of(bank).replace(bank.read_bytes(), "en")
    assert copy.name.startswith("bank (copy 20")
    again = saving.Original.of(bank).replace(bank.read_bytes(), "en")
    assert again != copy
