"""The house rules of CONTRIBUTING.md, read from the source: floors, faces, quick imports, sentences."""

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from importlib.util import find_spec, resolve_name
from pathlib import Path
from string import Formatter

import pytest

import mentormatch
from mentormatch.sentences import languages, sentences

TESTS = Path(__file__).parent
PACKAGE = TESTS.parent / "mentormatch"

# A module imports only from floors below its own. A new module gets its floor here.
FLOORS = [
    ["sentences"],
    ["errors", "markup"],
    ["values", "vocabulary", "marks", "frames", "assignment"],
    ["fields"],
    ["profiles"],
    ["conditions"],
    ["compatibility", "casework", "tables", "alternating"],
    ["quotas", "exchanges"],
    ["solved"],
    ["explanation", "lacking", "resolving", "openings", "intake", "parts", "supervision", "training"],
    ["notes", "cards", "framing"],
    ["proposal", "precheck", "relaxation", "conflicts"],
    ["costs", "recruitment", "reserves", "robustness"],
    ["outcome"],
    ["matching", "synthetic"],
    ["report"],
    ["bank"],
    ["cli"],
    ["__main__"],
    ["mentormatch"],  # the root may name everything, so nothing below may import it
]
FLOOR = {module: number for number, modules in enumerate(FLOORS, start=1) for module in modules}
MATCHING_WING = {
    "alternating",
    "exchanges",
    "openings",
    "compatibility",
    "conditions",
    "conflicts",
    "framing",
    "outcome",
    "quotas",
    "solved",
    "lacking",
    "resolving",
    "costs",
    "recruitment",
    "relaxation",
    "reserves",
    "robustness",
    "assignment",
    "cards",
    "explanation",
    "intake",
    "notes",
    "parts",
    "precheck",
    "proposal",
    "matching",
    "tables",
    "synthetic",
}
CASEWORK_WING = {"casework", "supervision", "training"}

HEAVY = {"pandas", "scipy", "sklearn", "langcodes", "language_data", "matplotlib", "ortools", "sqlalchemy", "openpyxl"}
WITHOUT_NUMPY = {
    "sentences",
    "errors",
    "marks",
    "values",
    "vocabulary",
    "fields",
    "profiles",
    "casework",
    "tables",
    "cli",
}


def module_name(path: Path) -> str:
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


SOURCES = {module_name(path): path for path in sorted(PACKAGE.rglob("*.py"))}
TREES = {name: ast.parse(path.read_text(encoding="utf-8")) for name, path in SOURCES.items()}


def imported(name: str, nodes: Iterator[ast.AST] | None = None) -> set[str]:
    """What a module imports, inside its functions too: full names, the submodule where one is named."""
    package = name if SOURCES[name].name == "__init__.py" else name.rpartition(".")[0]
    found = set()
    for node in nodes or ast.walk(TREES[name]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = resolve_name("." * node.level + (node.module or ""), package)
            found |= {full if (full := f"{base}.{alias.name}") in SOURCES else base for alias in node.names}
    return found


def at_import(tree: ast.AST) -> Iterator[ast.AST]:
    """The nodes that run when the module is imported: no function bodies, nothing meant for type checkers only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            continue
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING":
            continue
        yield node
        yield from at_import(node)


def own_imports(name: str) -> set[str]:
    """The modules of this package that a module imports."""
    return {target for target in imported(name) if target.partition(".")[0] == "mentormatch"}


def house(name: str) -> str:
    """The module or package that stands on a floor: mentormatch.cli.match -> cli."""
    return name.split(".")[1] if "." in name else name


LIBRARY = [name for name in SOURCES if name != "mentormatch"]


@pytest.mark.parametrize("name", LIBRARY)
def test_a_module_imports_only_from_floors_below(name: str) -> None:
    assert house(name) in FLOOR, f"{house(name)} has no floor yet: give it one in FLOORS"
    upwards = {
        target
        for target in own_imports(name)
        if house(target) != house(name) and FLOOR.get(house(target), 99) >= FLOOR[house(name)]
    }
    assert not upwards, f"{name} imports from its own floor or above: {sorted(upwards)}"


def test_no_import_runs_in_a_circle() -> None:
    graph = {name: own_imports(name) for name in LIBRARY}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        pytest.fail(" -> ".join(error.args[1]))


def test_the_two_wings_know_nothing_of_each_other() -> None:
    for name in LIBRARY:
        houses = {house(target) for target in own_imports(name)}
        if house(name) in MATCHING_WING:
            assert not houses & CASEWORK_WING, name
        if house(name) in CASEWORK_WING:
            assert not houses & MATCHING_WING, name


def test_the_reader_of_imports_sees_every_kind(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        "import numpy as np\nfrom . import errors\nfrom .errors import Problem\nfrom mentormatch import sentences\n"
        "def f():\n    import pandas\n    from scipy.sparse import csr_array\n"
    )
    monkeypatch.setitem(TREES, "mentormatch.marks", ast.parse(source))
    everything = {"numpy", "mentormatch.errors", "mentormatch.sentences", "pandas", "scipy.sparse"}
    assert imported("mentormatch.marks") == everything
    assert imported("mentormatch.marks", at_import(TREES["mentormatch.marks"])) == everything - {
        "pandas",
        "scipy.sparse",
    }


@pytest.mark.parametrize("name", LIBRARY)
def test_heavy_imports_happen_where_they_are_used(name: str) -> None:
    forbidden = HEAVY | ({"numpy"} if house(name) in WITHOUT_NUMPY else set())
    at_the_top = {target.partition(".")[0] for target in imported(name, at_import(TREES[name]))}
    assert not at_the_top & forbidden


@pytest.mark.parametrize("name", [name for name in LIBRARY if SOURCES[name].name == "__init__.py"])
def test_a_face_only_re_exports(name: str) -> None:
    """It imports, and lists what it imports: in `__all__`, or in a tuple with its own docstring."""
    assert ast.get_docstring(TREES[name]), f"{name} does not say what it is"
    for node in TREES[name].body:
        if isinstance(node, ast.Assign):
            parts = {type(part) for part in ast.walk(node.value)}
            assert parts <= {ast.Tuple, ast.List, ast.Name, ast.Constant, ast.Load}, f"{name}, line {node.lineno}"
        else:
            docstring = isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
            assert docstring or isinstance(node, ast.Import | ast.ImportFrom), f"{name}, line {node.lineno}"


@pytest.mark.parametrize("name", SOURCES)
def test_a_module_is_read_in_one_sitting(name: str) -> None:
    assert len(SOURCES[name].read_text(encoding="utf-8").splitlines()) < 400


@pytest.mark.parametrize("name", [name for name in LIBRARY if house(name) != "cli"])
def test_only_the_command_line_prints(name: str) -> None:
    calls = [node for node in ast.walk(TREES[name]) if isinstance(node, ast.Call)]
    assert not [call.lineno for call in calls if isinstance(call.func, ast.Name) and call.func.id == "print"]


# The root


def fresh_python(code: str) -> set[str]:
    """The top-level modules that a new Python has loaded after running this."""
    script = f"{code}\nimport sys\nprint(*{{name.partition('.')[0] for name in sys.modules}})"
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    return set(run.stdout.split())


def test_importing_the_package_loads_nothing_heavy() -> None:
    loaded = fresh_python("import mentormatch")
    assert "mentormatch" in loaded
    assert not loaded & (HEAVY | {"numpy", "pydantic", "typer", "rich", "jinja2", "joblib"})


def test_type_checkers_and_python_see_the_same_names() -> None:
    seen: dict[str, str] = {}
    for node in ast.walk(TREES["mentormatch"]):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("mentormatch"):
            seen |= {alias.asname: f"{node.module}.{alias.name}" for alias in node.names if alias.asname}
    homes = {name: f"mentormatch.{home}.{name}" for name, home in mentormatch._HOMES.items()}  # type: ignore[attr-defined]  # set where only Python looks
    faces = {name: f"mentormatch.{home}" for name, home in mentormatch._MODULES.items()}  # type: ignore[attr-defined]  # as above
    assert seen == homes | faces
    assert {*seen, "__version__"} == set(mentormatch.__all__)  # type: ignore[attr-defined]  # as above


def test_a_name_of_the_root_is_the_name_of_its_module() -> None:
    from mentormatch.errors import ProfileError

    assert mentormatch.ProfileError is ProfileError
    assert mentormatch.__version__.split(".")[0].isdigit()
    assert {"Mentor", "match", "__version__"} <= set(dir(mentormatch))


def test_a_name_that_does_not_exist_is_an_error_with_the_nearest_one() -> None:
    with pytest.raises(AttributeError, match=r"no name 'Menteee'.*Did you mean 'Mentee'"):
        mentormatch.Menteee  # type: ignore[attr-defined]  # noqa: B018  # the wrong name is the test
    with pytest.raises(AttributeError, match="The names it has are: AssignmentError, "):
        mentormatch.qqq  # type: ignore[attr-defined]  # noqa: B018  # the wrong name is the test


TINY_MATCH = """
import mentormatch as mm
matching = mm.match([mm.Mentee(id="e1"), mm.Mentee(id="e2")], [mm.Mentor(id="m1"), mm.Mentor(id="m2")])
assert len(matching.pairs) == 2
"""


@pytest.mark.skipif(find_spec("mentormatch.matching") is None, reason="the matching module is not written yet")
def test_matching_never_loads_scikit_learn() -> None:
    loaded = fresh_python(TINY_MATCH)
    assert {"pandas", "scipy"} <= loaded
    assert "sklearn" not in loaded


@pytest.mark.skipif(find_spec("mentormatch.cli") is None, reason="the command line is not written yet")
def test_the_command_line_is_quick_to_help() -> None:
    code = "import sys; from mentormatch.cli import main; sys.argv = ['mentormatch', '--help']\n"
    loaded = fresh_python(code + "try:\n    main()\nexcept SystemExit as end:\n    assert not end.code")
    assert not loaded & (HEAVY | {"numpy"})


# Sentences


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("language", languages())
def test_every_language_has_the_same_sentences(language: str) -> None:
    english, other = sentences("en"), sentences(language)
    assert english.keys() == other.keys()
    for key, text in other.items():
        assert text.strip(), key
        assert placeholders(text) == placeholders(english[key]), key


def error_keys() -> set[str]:
    """Keys of the sentences of problems: error.<key>.text and error.<key>.hint."""
    parts = [key.split(".") for key in sentences("en") if key.startswith("error.")]
    return {part[1] for part in parts if len(part) > 2}


def test_every_error_has_a_sentence_and_a_hint() -> None:
    keys = {key for key in sentences("en") if key.startswith("error.")} - {"error.several"}
    assert keys == {f"error.{key}.{part}" for key in error_keys() for part in ("text", "hint")}


def first_words(functions: str) -> Iterator[tuple[str, str]]:
    """The literal first argument of every call of such a function in the package, with where it stands."""
    for name, tree in TREES.items():
        imports = [alias for node in ast.walk(tree) if isinstance(node, ast.ImportFrom) for alias in node.names]
        real = {alias.asname: alias.name for alias in imports if alias.asname}
        for node in ast.walk(tree):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            function = ast.unparse(node.func)
            if re.fullmatch(functions, real.get(function, function)):
                key = node.args[0]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    yield key.value, f"{name}, line {node.lineno}"


def test_every_problem_in_the_code_has_its_sentence() -> None:
    known = error_keys()
    unknown_names = list(first_words(r"(errors\.)?unknown_name"))
    named = [*first_words(r"(errors\.)?Problem|(\w*Error|cls)\.of"), *unknown_names]
    named += [(f"{key}_of", place) for key, place in unknown_names]
    assert len(named) > 5
    assert not [(key, place) for key, place in named if key not in known]


def test_every_sentence_in_the_code_exists() -> None:
    used = list(first_words(r"(sentences\.)?say"))
    assert len(used) > 3
    assert not [(key, place) for key, place in used if key not in sentences("en")]


def written_out(node: ast.Constant | ast.JoinedStr) -> str:
    """A pattern of the texts that a literal, or a literal with gaps (f"{side}_twice"), can become."""
    parts = node.values if isinstance(node, ast.JoinedStr) else [node]
    return "".join(re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[a-z]+" for part in parts)


def test_every_error_sentence_is_used() -> None:
    literals = [
        node
        for tree in TREES.values()
        for node in ast.walk(tree)
        if isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))
    ]
    patterns = {written_out(node) for node in literals}
    telling = {pattern for pattern in patterns if re.search("[a-z]{3}", pattern.replace("[a-z]+", ""))}
    texts = re.compile("|".join(sorted(telling)))
    assert not texts.fullmatch("a_key_that_nobody_uses")
    unused = {key for key in error_keys() if not texts.fullmatch(key) and not texts.fullmatch(key.removesuffix("_of"))}
    assert not unused


# Tests


def reason_given(call: ast.Call) -> bool:
    return any(keyword.arg == "reason" for keyword in call.keywords) or (
        ast.unparse(call.func) == "pytest.skip" and bool(call.args)
    )


@pytest.mark.parametrize("path", sorted(TESTS.rglob("*.py")), ids=lambda path: path.stem)
def test_a_test_that_is_skipped_says_why(path: Path) -> None:
    skips = {"pytest.mark.skip", "pytest.mark.skipif", "pytest.mark.xfail", "pytest.skip", "pytest.importorskip"}
    tree = ast.parse(path.read_text(encoding="utf-8"))
    explained = {
        id(node.func)
        for node in ast.walk(tree)
        if isinstance(node, ast.Call) and ast.unparse(node.func) in skips and reason_given(node)
    }
    silent = [
        node.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and ast.unparse(node) in skips and id(node) not in explained
    ]
    assert not silent
