"""The pictures of the docs, made of sample people: ``make pictures``. The same people give the same charts.

Those of the workbook and of a page need LibreOffice, Chromium and poppler (``pdftoppm``); without them they are left as
they are.
"""

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import matplotlib as mpl
from openpyxl import load_workbook
from PIL import Image, ImageChops

import mentormatch as mm
from mentormatch import supervision
from mentormatch.report import charts, shortlist_page, write_page
from mentormatch.report.template import write_template
from mentormatch.report.workbook import match_workbook
from mentormatch.synthetic import sample_people

ON = "2026-11-22"
OFFICE, BROWSER = ("soffice", "libreoffice"), ("chromium", "chromium-browser", "google-chrome")
TO_PICTURE = ("pdftoppm",)
SHEETS = {"Mentees": "arket-mentees.png", "Forslag": "arket-forslag.png"}
PAGE = "en-person.png"
COURSES = {"en": "progress.png", "nb": "framgang.png"}


def draw(folder: Path) -> None:
    """Write every chart into a folder."""
    people = sample_people(on=ON)
    matching = mm.match(people.mentees, people.mentors, on=ON)
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever matplotlibrc this machine has
        figure = charts.proposals(matching).figure.figure
        figure.savefig(folder / "proposals.png", dpi=144, metadata={"Software": None})
        for language, picture in COURSES.items():
            course = supervision.progress(supervision.season(on=ON), "S004", on=ON, language=language)
            figure = supervision.plot_progress(course, language=language).figure.figure
            figure.savefig(folder / picture, dpi=100, metadata={"Software": None})


def photograph(folder: Path) -> None:
    """Write pictures of what a coordinator sees into a folder: two sheets of the workbook, and one person's page."""
    people = sample_people(on=ON, mentors=10, mentees=12, language="nb")
    with TemporaryDirectory() as drawer:
        bank = Path(drawer, "bank.xlsx")
        write_template(bank, mentors=people.mentors, mentees=people.mentees, language="nb")
        matched = match_workbook(bank, on=ON)
        for sheet, picture in SHEETS.items():
            book = load_workbook(bank)
            for other in [name for name in book.sheetnames if name != sheet]:
                del book[other]
            alone = Path(drawer, "sheet.xlsx")
            book.save(alone)
            profile = f"-env:UserInstallation=file://{drawer}/profile"
            run(found(*OFFICE), profile, "--headless", "--convert-to", "pdf", "--outdir", drawer, alone)
            first_page(alone.with_suffix(".pdf"), folder / picture, dots=170)
        proposal = mm.shortlist(people.mentees[2], people.mentors, waiting=people.mentees, on=ON, language="nb")
        page = Path(drawer, "page.html")
        write_page(shortlist_page(proposal, matched.names), page)
        printed = f"--print-to-pdf={page.with_suffix('.pdf')}"
        options = ("--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={drawer}/browser")
        run(found(*BROWSER), *options, "--no-pdf-header-footer", printed, page.as_uri())
        first_page(page.with_suffix(".pdf"), folder / PAGE, dots=110)


def first_page(pdf: Path, picture: Path, dots: int) -> None:
    """The first page of a PDF, without the white around it, in few enough colours to be a small file."""
    whole = pdf.with_suffix("")
    run(found(*TO_PICTURE), "-singlefile", "-png", "-r", str(dots), pdf, whole)
    with Image.open(whole.with_suffix(".png")) as image:
        paper = image.convert("RGB")
    box = ImageChops.difference(paper, Image.new("RGB", paper.size, "white")).getbbox()
    left, top, right, bottom = box or (0, 0, *paper.size)
    margin = dots // 12
    paper.crop((left - margin, top - margin, right + margin, bottom + margin)).quantize(64).save(picture, optimize=True)


def run(*command: str | Path) -> None:
    """Run a program, which must succeed."""
    subprocess.run([str(word) for word in command], check=True, capture_output=True, timeout=180)


def found(*names: str) -> str:
    """The first of these programs that is installed."""
    return next(path for name in names if (path := shutil.which(name)))


def missing() -> list[str]:
    """Programs that are not installed here, without which nothing can be photographed."""
    return [names[0] for names in (OFFICE, BROWSER, TO_PICTURE) if not any(map(shutil.which, names))]


if __name__ == "__main__":
    mpl.use("agg")
    pictures = Path(__file__).parent / "pictures"
    pictures.mkdir(exist_ok=True)
    draw(pictures)
    if missing():
        left_out = ", ".join([*SHEETS.values(), PAGE])
        sys.exit(f"Left as they are: {left_out}. Not installed: {', '.join(missing())}.")
    photograph(pictures)
