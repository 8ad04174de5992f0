"""HTML from the templates of this package: escaped, in one language, with its style inside and nothing fetched.

A template has no words of its own: ``say`` and ``counted`` give it sentences of the locales.
"""

from base64 import b64encode
from datetime import date
from functools import lru_cache
from hashlib import sha256
from importlib import resources
from typing import TYPE_CHECKING

from mentormatch.sentences import say

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup


@lru_cache
def _environment(language: str) -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("mentormatch")
    made = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)

    def sentence(key: str, **named: object) -> str:
        return say(key, language, **named)

    def of_count(key: str, count: int) -> str:
        return counted(key, count, language)

    made.globals.update(say=sentence, counted=of_count, language=language)
    return made


def render(template: str, language: str, /, **values: object) -> str:
    """One template of ``templates/``, filled; whatever it is given is escaped."""
    return _environment(language).get_template(template).render(values)


def style(*files: str) -> "Markup":
    """Style sheets of ``templates/``, one after the other."""
    from markupsafe import Markup

    folder = resources.files("mentormatch") / "templates"
    return Markup("\n".join((folder / file).read_text(encoding="utf-8") for file in files))


def digest(css: str) -> str:
    """The hash by which a page allows this style and no other (Content Security Policy)."""
    return b64encode(sha256(css.encode()).digest()).decode()


def counted(key: str, count: int, language: str) -> str:
    """The sentence ``<key>.one`` or ``<key>.many``, with its count."""
    return say(f"{key}.{'one' if count == 1 else 'many'}", language, count=count)


def written(day: date, language: str) -> str:
    """A day as people write it.

    >>> written(date(2026, 3, 1), "nb"), written(date(2026, 3, 1), "en")
    ('1. mars 2026', '1 March 2026')
    """
    return say("day.written", language, day=day.day, month=say(f"day.month.{day.month}", language), year=day.year)
