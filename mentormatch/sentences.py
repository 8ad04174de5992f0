"""Every sentence a user can see, in every language, from ``locales/*.toml``.

Adding a language is adding one file; a test compares the keys of all files.
"""

import tomllib
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from string import Formatter


@lru_cache
def languages() -> tuple[str, ...]:
    """Codes of the languages that have sentences, in alphabetical order.

    >>> languages()
    ('en', 'nb')
    """
    folder = files(__package__).joinpath("locales")
    return tuple(sorted(entry.name[:-5] for entry in folder.iterdir() if entry.name.endswith(".toml")))


@lru_cache
def sentences(language: str) -> Mapping[str, str]:
    """All sentences of one language: dotted key -> text with ``{placeholders}``."""
    text = files(__package__).joinpath("locales", f"{language}.toml").read_text(encoding="utf-8")
    return dict(_flatten(tomllib.loads(text), ""))


def _flatten(tree: Mapping[str, object], prefix: str) -> Iterable[tuple[str, str]]:
    for key, value in tree.items():
        if isinstance(value, Mapping):
            yield from _flatten(value, f"{prefix}{key}.")
        else:
            yield prefix + key, str(value)


def say(key: str, language: str = "en", /, **values: object) -> str:
    """The sentence with this key, its placeholders filled.

    Raises ``KeyError`` for a key that no file has: that is a mistake in the program, not of its user.

    >>> say("word.and", "nb")
    'og'
    """
    text = sentences(language)[key]
    if not values:
        return text
    return _NUMBERED.vformat(text, (), values) if "|" in text else text.format(**values)


class _Numbered(Formatter):
    """Knows the one and the many: ``{years} {years:year|years}``."""

    def format_field(self, value: object, format_spec: str) -> str:
        one, bar, many = format_spec.partition("|")
        if bar:
            return one if str(value) == "1" else many
        return str(super().format_field(value, format_spec))


_NUMBERED = _Numbered()


def has(key: str, language: str = "en") -> bool:
    """Whether there is a sentence with this key."""
    return key in sentences(language)


def listing(items: Iterable[str], language: str = "en") -> str:
    """Items as a person would list them.

    >>> listing(["a", "b", "c"], "nb")
    'a, b og c'
    """
    words = list(items)
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {say('word.and', language)} {words[-1]}"


def number(value: float, language: str = "en", decimals: int = 1) -> str:
    """A number with the decimal sign of the language, without decimals it does not need.

    >>> number(4.1, "nb"), number(4.0, "en")
    ('4,1', '4')
    """
    text = f"{value:.{decimals}f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return text.replace(".", say("word.decimal_sign", language))
