"""What a stranger gets: the lock, the wheel, the set-up, and no trace of the machine it was written on."""

import os
import re
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
LOCK = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
PINNED = re.compile(r"(?P<name>[a-z0-9][a-z0-9-]*)==(?P<version>[0-9][0-9a-z.]*)(?: ; [^#@:]+?)?(?: +# via .*)?")


def declared() -> set[str]:
    """The names of all packages that pyproject.toml asks for."""
    groups = [
        PROJECT["project"]["dependencies"],
        *PROJECT["project"]["optional-dependencies"].values(),
        *PROJECT["dependency-groups"].values(),
    ]
    return {re.split(r"[^a-z0-9-]", line)[0] for group in groups for line in group}


def test_the_lock_pins_every_package_and_names_no_host() -> None:
    pins = [PINNED.fullmatch(line) for line in LOCK if not line.startswith("#")]
    assert all(pins), [line for line, pin in zip(LOCK, pins, strict=False) if pin is None]
    names = [pin["name"] for pin in pins if pin]
    assert len(names) == len(set(names)), "one version for every platform"
    assert declared() <= set(names)


def test_every_dependency_says_why_it_is_here() -> None:
    page = (ROOT / "docs" / "dependencies.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `([a-z0-9-]+)` \| \S.* \| \S.* \|$", page, re.MULTILINE)
    assert sorted(rows) == sorted(declared())


def tracked() -> list[Path]:
    git = shutil.which("git")
    if git is None or not (ROOT / ".git").exists():
        pytest.skip("only a git checkout knows which files are its own")
    command = [git, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [path for name in listed.split("\0") if name and (path := ROOT / name).is_file()]


# A path of one machine, a package registry, or the settings of one machine's pip. In pieces, so as not to find itself.
TRACES = re.compile(
    rb"(?<![\w.])/(?:work|tmp|root|home/\w+)/"
    rb"|[A-Z]:\\Users\\"
    rb"|py" rb"pi\.org|python" rb"hosted\."
    rb"|--(?:extra-)?index" rb"-url|--find" rb"-links|--trusted" rb"-host"
)  # fmt: skip


def test_no_file_names_a_machine_or_a_registry() -> None:
    files = tracked()
    assert ROOT / "pyproject.toml" in files
    found = {path.relative_to(ROOT).as_posix(): hit[0] for path in files if (hit := TRACES.search(path.read_bytes()))}
    assert not found


def test_the_wheel_holds_all_of_the_package(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(tmp_path)]
    subprocess.run(command, cwd=ROOT, capture_output=True, check=True)
    (wheel,) = tmp_path.glob("*.whl")
    held = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("mentormatch/")}
    package = {path for path in (ROOT / "mentormatch").rglob("*") if path.is_file() and path.suffix != ".pyc"}
    assert held == {path.relative_to(ROOT).as_posix() for path in package}
    assert {"mentormatch/py.typed", "mentormatch/locales/nb.toml"} <= held


# The set-up


def make_setup(folder: Path, **variables: str | Path) -> subprocess.CompletedProcess[str]:
    """`make setup`, knowing nothing of the make that may be running these tests."""
    environment = {
        name: value for name, value in os.environ.items() if name not in {"MAKEFLAGS", "MFLAGS", "MAKELEVEL"}
    }
    command = ["make", "setup", *(f"{name}={value}" for name, value in variables.items())]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="without make the set-up is two pip commands")


@needs_make
@pytest.mark.parametrize("python", ["false", "no-such-python"])
def test_a_python_that_will_not_do_is_one_sentence(tmp_path: Path, python: str) -> None:
    run = make_setup(ROOT, VENV=tmp_path / "environment", PYTHON=python)
    assert run.returncode != 0
    assert run.stderr.startswith(f"mentormatch needs Python 3.11 or newer, and '{python}' is not: install one")
    assert not (tmp_path / "environment").exists()


@needs_make
@pytest.mark.long
def test_an_installation_that_fails_leaves_no_stamp(tmp_path: Path) -> None:
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(ROOT / name, tmp_path / name)
    (tmp_path / "requirements.lock").write_text("not-there @ file:///nowhere\n", encoding="utf-8")
    assert make_setup(tmp_path, VENV=".venv", PYTHON=sys.executable).returncode != 0
    assert (tmp_path / ".venv").exists()
    assert not (tmp_path / ".venv" / "ready").exists()
