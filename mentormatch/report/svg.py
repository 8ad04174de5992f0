"""A chart as a part of a page: inline SVG that says what it shows, fetches nothing, and is the same every time."""

import re
from hashlib import blake2b
from io import StringIO
from typing import TYPE_CHECKING
from xml.etree import ElementTree

from mentormatch.report.drawing import alt_text

if TYPE_CHECKING:
    from matplotlib.axes import Axes

NAMESPACE, XLINK = "{http://www.w3.org/2000/svg}", "{http://www.w3.org/1999/xlink}"
UNWANTED = (f"{NAMESPACE}metadata", f"{NAMESPACE}style")
NAMED = re.compile(r"#([\w-]+)")
"""Another part of the drawing, or a colour."""

FONTS = ["DejaVu Sans", "Verdana", "Arial", "sans-serif"]
"""Text is measured with the first, which comes with matplotlib; the others are no wider, so nothing is cut."""

PIXELS = 4 / 3
"""CSS pixels of a point."""


def svg(ax: "Axes", alt: str | None = None) -> str:
    """The figure of these axes as an ``<svg>`` element for HTML; ``alt`` replaces what the chart says in words.

    Text stays text: it can be searched, copied and enlarged. The same chart gives the same characters. pyplot lets go
    of the figure, so that it is not shown a second time.
    """
    from matplotlib import pyplot, rc_context

    figure, drawn = ax.figure.figure, StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "mentormatch", "font.sans-serif": FONTS}):
        figure.savefig(drawn, format="svg", bbox_inches="tight", pad_inches=0.05, metadata={"Date": None})
    pyplot.close(figure)
    return _element(drawn.getvalue(), ax.get_title(loc="left"), alt_text(ax) if alt is None else alt)


def _element(document: str, title: str, alt: str) -> str:
    """The document as an element: its ids its own on any page, its style in attributes, which no page has to allow."""
    mark = f"c{blake2b((document + alt).encode(), digest_size=6).hexdigest()}"
    drawing = ElementTree.fromstring(document)
    named = {name for node in drawing.iter() for value in node.attrib.values() for name in NAMED.findall(value)}
    own = {name: f"{mark}-{name}" for node in drawing.iter() if (name := node.get("id")) in named}
    for node in list(drawing.iter()):
        for child in [child for child in node if child.tag in UNWANTED]:
            node.remove(child)
        node.tag = node.tag.removeprefix(NAMESPACE)
        style = dict(part.split(":", 1) for part in node.attrib.pop("style", "").split(";") if part)
        given = {**node.attrib, **{key.strip(): value.strip() for key, value in style.items()}}
        node.attrib = {
            key.removeprefix(XLINK): NAMED.sub(lambda found: f"#{own.get(found[1], found[1])}", value)
            for key, value in given.items()
            if key != "id"
        }
        if given.get("id") in own:
            node.set("id", own[given["id"]])
    _, _, width, height = (float(number) for number in drawing.attrib["viewBox"].split())
    drawing.attrib = {
        "xmlns": NAMESPACE.strip("{}"),
        "width": f"{width * PIXELS:.0f}",
        "height": f"{height * PIXELS:.0f}",
        "viewBox": drawing.attrib["viewBox"],
        "role": "img",
        "aria-labelledby": f"{mark}-title",
        "aria-describedby": f"{mark}-desc",
        "stroke-linejoin": "round",
        "stroke-linecap": "butt",
    }
    for place, (tag, text) in enumerate((("title", title or alt), ("desc", alt))):
        said = ElementTree.Element(tag, {"id": f"{mark}-{tag}"})
        said.text = text
        drawing.insert(place, said)
    return ElementTree.tostring(drawing, encoding="unicode")
