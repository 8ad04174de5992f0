"""The pictures of the docs, made of the sample bank: ``make pictures``. The same people give the same files."""

from pathlib import Path

import matplotlib as mpl

import mentormatch as mm
from mentormatch.report import charts
from mentormatch.synthetic import sample_people

ON = "2026-11-22"


def draw(folder: Path) -> None:
    """Write every picture into a folder."""
    people = sample_people(on=ON)
    matching = mm.match(people.mentees, people.mentors, on=ON)
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever matplotlibrc this machine has
        figure = charts.proposals(matching).figure.figure
        figure.savefig(folder / "proposals.png", dpi=144, metadata={"Software": None})


if __name__ == "__main__":
    mpl.use("agg")
    pictures = Path(__file__).parent / "pictures"
    pictures.mkdir(exist_ok=True)
    draw(pictures)
