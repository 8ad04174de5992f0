"""The pages in a real browser: printed on A4 with nothing cut, fetching nothing, readable at 200 %, accessible.

Needs Chromium; the cut rows need pdftotext (poppler-utils), and accessibility axe-core: ``npm install axe-core`` here,
or ``AXE_CORE`` with the path of its ``axe.min.js``. A test that lacks its tool is skipped and says so.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium import FOUND, Page, browser
from pages_cases import full

from mentormatch import match, shortlist
from mentormatch.report.pages import match_page, person_page, shortlist_page, write_page
from mentormatch.sentences import languages
from mentormatch.synthetic import sample_people

pytestmark = pytest.mark.skipif(FOUND is None, reason="no Chromium on this machine")

PDFTOTEXT = shutil.which("pdftotext")
AXE = Path(os.environ.get("AXE_CORE", Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"))
ON = "22.11.2026"
KINDS = ("report", "shortlist", "person")
NAMES = [f"{kind}.{language}" for kind in KINDS for language in languages()]


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with browser() as opened:
        yield opened


def written(folder: Path, mentors: int, mentees: int) -> dict[str, Path]:
    """Each page in each language, of a sample bank; the shortlist is the longest of them all."""
    found = dict[str, Path]()
    for language in languages():
        people = sample_people(mentors=mentors, mentees=mentees, seed=1, on=ON, language=language)
        names = {mentor.id: str(mentor.name) for mentor in people.mentors}
        matching = match(*people, on=ON, language=language, current=[("B007", "M010"), ("B999", "M002")])
        lists = [shortlist(m, people.mentors, waiting=people.mentees, on=ON, language=language) for m in people.mentees]
        pages = {
            "report": match_page(matching, names),
            "shortlist": max((shortlist_page(proposal, names) for proposal in lists), key=len),
            "person": person_page(matching, matching.pairs["mentee_id"][0]),
        }
        for kind, text in pages.items():
            found[f"{kind}.{language}"] = folder / f"{kind}.{language}.html"
            write_page(text, found[f"{kind}.{language}"])
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    return written(tmp_path_factory.mktemp("pages"), 25, 12)


# What is printed


def sheets(pdf: bytes) -> list[bytes]:
    """The paper of every printed page."""
    return re.findall(rb"/Type /Page\b.*?/MediaBox \[0 0 ([\d.]+ [\d.]+)\]", pdf, re.DOTALL)


def texts(pdf: bytes, folder: Path) -> list[str]:
    """The text of every printed page in the order it was drawn, without white space and hyphens."""
    assert PDFTOTEXT is not None
    (folder / "printed.pdf").write_bytes(pdf)
    command = [PDFTOTEXT, "-raw", "-enc", "UTF-8", str(folder / "printed.pdf"), "-"]
    found = subprocess.run(command, capture_output=True, check=True).stdout.decode()
    return [packed(text) for text in found.split("\f")[:-1]]


def packed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]", "", text)


WHOLE = """
[...document.querySelectorAll('tr, li, p, .card, .decision')].filter(whole => whole.checkVisibility()).map(whole => {
    const hidden = [...whole.querySelectorAll('caption')].filter(caption => !caption.checkVisibility());
    return hidden.reduce((text, caption) => text.replace(caption.textContent, ''), whole.textContent);
})
"""


def cut(page: Page, folder: Path) -> list[str]:
    """Rows, paragraphs and cards that no printed page holds as a whole."""
    printed = texts(page.pdf(), folder)
    assert all(len(text) > 40 for text in printed), "an empty sheet"
    page.call("Emulation.setEmulatedMedia", media="print")
    pieces = [packed(text) for text in page.evaluate(WHOLE)]
    page.call("Emulation.setEmulatedMedia", media="")
    assert len([piece for piece in pieces if piece]) > 10
    return [piece for piece in pieces if not any(piece in text for text in printed)]


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_printed_on_a4(name: str, files: dict[str, Path], page: Page) -> None:
    page.open(files[name])
    printed = sheets(page.pdf())
    a4 = {tuple(round(float(side) / 72 * 25.4) for side in sheet.split()) for sheet in printed}
    assert a4 == {(210, 297)}
    assert len(printed) == 1 or name.startswith("report")


@pytest.mark.parametrize("language", languages())
def test_a_full_shortlist_is_one_sheet_too(language: str, page: Page, tmp_path: Path) -> None:
    file = tmp_path / "full.html"
    proposal = full(language)
    write_page(
        shortlist_page(proposal, dict.fromkeys(proposal.options["mentor_id"], "Abdirahman Christoffersen")), file
    )
    page.open(file)
    assert len(sheets(page.pdf())) == 1
    file.write_text(
        file.read_text(encoding="utf-8").replace('"mentormatch shortlist small"', '"mentormatch shortlist"')
    )
    page.open(file)
    assert len(sheets(page.pdf())) == 2, "in ordinary print it is not"


@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext (poppler-utils) on this machine")
@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_cut_by_the_end_of_a_sheet(name: str, files: dict[str, Path], page: Page, tmp_path: Path) -> None:
    page.open(files[name])
    assert not cut(page, tmp_path)


@pytest.mark.long
@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext (poppler-utils) on this machine")
def test_nothing_of_a_whole_bank_is_cut(page: Page, tmp_path: Path) -> None:
    for file in written(tmp_path, 60, 45).values():
        page.open(file)
        assert not cut(page, tmp_path)


@pytest.mark.skipif(PDFTOTEXT is None, reason="no pdftotext (poppler-utils) on this machine")
def test_a_cut_card_would_be_seen(files: dict[str, Path], page: Page, tmp_path: Path) -> None:
    loose = tmp_path / "loose.html"
    text = files["report.nb"].read_text(encoding="utf-8").replace("break-inside: avoid", "break-inside: auto")
    loose.write_text(re.sub("<meta http-equiv=[^>]*>", "", text), encoding="utf-8")
    page.open(loose)
    assert cut(page, tmp_path)


# What is fetched


@pytest.mark.parametrize("name", NAMES)
def test_a_page_asks_for_nothing_else(name: str, files: dict[str, Path], page: Page) -> None:
    page.open(files[name])
    assert page.requested == [files[name].as_uri()]


def test_the_page_itself_forbids_scripts_and_other_addresses(
    files: dict[str, Path], page: Page, tmp_path: Path
) -> None:
    """Put there by somebody else, they would still do nothing; without the policy, the picture is asked for."""
    smuggled = "<script>document.title = 'run'</script><img src='http://mentormatch.invalid/x.png' alt=''></main>"
    text = files["person.en"].read_text(encoding="utf-8").replace("</main>", smuggled)
    changed = tmp_path / "changed.html"
    changed.write_text(text, encoding="utf-8")
    page.open(changed)
    assert page.requested == [changed.as_uri()]
    assert page.evaluate("document.title") != "run"
    changed.write_text(re.sub("<meta http-equiv=[^>]*>", "", text), encoding="utf-8")
    page.open(changed)
    assert "http://mentormatch.invalid/x.png" in page.requested
    assert page.evaluate("document.title") == "run"


# What is read

OUTSIDE = """
[...document.querySelectorAll('body *')]
    .filter(e => !e.closest('.skip') && e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    .map(e => e.outerHTML.slice(0, 80))
"""


@pytest.mark.parametrize("name", NAMES)
def test_a_page_is_readable_at_200_percent(name: str, files: dict[str, Path], page: Page) -> None:
    page.open(files[name])
    page.wide(640)
    try:
        assert page.evaluate("document.documentElement.scrollWidth") == 640
        assert page.evaluate(OUTSIDE) == []
        sizes = "[...document.querySelectorAll('p, td, th, li')].map(e => parseFloat(getComputedStyle(e).fontSize))"
        assert min(page.evaluate(sizes)) >= 12
    finally:
        page.call("Emulation.clearDeviceMetricsOverride")


def test_a_row_that_does_not_wrap_would_be_seen_at_200_percent(
    files: dict[str, Path], page: Page, tmp_path: Path
) -> None:
    wide = tmp_path / "wide.html"
    text = files["report.nb"].read_text(encoding="utf-8").replace("</style>", "p { white-space: nowrap }</style>")
    wide.write_text(re.sub("<meta http-equiv=[^>]*>", "", text), encoding="utf-8")
    page.open(wide)
    page.wide(640)
    try:
        assert page.evaluate("document.documentElement.scrollWidth") > 640
    finally:
        page.call("Emulation.clearDeviceMetricsOverride")


def faults(page: Page) -> list[str]:
    """What axe-core finds wrong."""
    page.evaluate(AXE.read_text(encoding="utf-8"))
    found = page.evaluate("axe.run().then(found => found.violations.map(v => `${v.id}: ${v.nodes[0].failureSummary}`))")
    assert isinstance(found, list)
    return found


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core: npm install axe-core, or AXE_CORE=…/axe.min.js")
@pytest.mark.parametrize("name", NAMES)
def test_axe_finds_nothing(name: str, files: dict[str, Path], page: Page) -> None:
    page.open(files[name])
    assert faults(page) == []


@pytest.mark.skipif(not AXE.is_file(), reason="no axe-core: npm install axe-core, or AXE_CORE=…/axe.min.js")
def test_axe_would_find_pale_text(files: dict[str, Path], page: Page, tmp_path: Path) -> None:
    pale = tmp_path / "pale.html"
    text = files["person.en"].read_text(encoding="utf-8").replace("color: #1a1a1a", "color: #bbbbbb")
    pale.write_text(re.sub("<meta http-equiv=[^>]*>", "", text), encoding="utf-8")
    page.open(pale)
    assert any(fault.startswith("color-contrast") for fault in faults(page))
