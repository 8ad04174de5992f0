"""Languages: the table of what coordinators type, and behind it the names and codes of langcodes.

langcodes alone guesses silently: by the beginning of a name it reads 'norsk tegnspråk' as Norwegian, and it has no
'farsi', 'sorani' or 'syrisk arabisk' in Norwegian. Here a word is known exactly, or it is an error that asks.
"""

import re
from collections.abc import Callable, Iterable
from functools import cached_property
from typing import Protocol, cast

from mentormatch.errors import VocabularyError
from mentormatch.sentences import languages as interface_languages
from mentormatch.vocabulary.files import LanguagesFile
from mentormatch.vocabulary.spellings import Spellings, exact, quoted

_NOT_LANGUAGES = {"mis", "mul", "und", "zxx"}
_BETWEEN = re.compile(r"\s+(?:og|and|samt|eller|or|\+|&)\s+|[,;/&+]", re.IGNORECASE)
_LEVEL_SIGNS = re.compile(r"[\s():=,]+|\s[-–]\s|-(?=[abc][12]\b)|\b(?:nivå|niveau|level)\b", re.IGNORECASE)
_TAG = re.compile(r"[a-z]{2,3}(?:[-_][a-z0-9]{2,8})*", re.IGNORECASE)


class _Trie(Protocol):
    def __contains__(self, name: str) -> bool: ...
    def __getitem__(self, name: str) -> list[bytes]: ...
    def items(self) -> Iterable[tuple[str, bytes]]: ...


class _WideNames:
    """What langcodes and language_data know: languages with a Norwegian name, under their Norwegian and English names."""

    def __init__(self) -> None:
        from language_data.names import load_trie
        from language_data.util import data_filename

        tries = {
            name: cast(_Trie, load_trie(data_filename(f"trie/{name}/name_to_language.marisa")))
            for name in ("nb", "nn", "en")
        }
        pairs = [(name, code.decode()) for language in ("nb", "nn") for name, code in tries[language].items()]
        self.codes = frozenset(code for _, code in pairs) - _NOT_LANGUAGES
        self._norwegian = Spellings((name, code) for name, code in pairs if code in self.codes)
        self._english = tries["en"]

    def find(self, text: str) -> tuple[str, ...]:
        """Codes with exactly this name."""
        found = dict.fromkeys(self._norwegian.find(text))
        name = exact(text)
        if (
            len(name) > 2 and name in self._english
        ):  # English names of two letters are rare languages under common codes
            code = self._english[name][0].decode()
            if code in self.codes:
                found[code] = None
        return tuple(found)

    def near(self, text: str) -> list[str]:
        """Norwegian names that look like this one."""
        return self._norwegian.near(text)


class Languages:
    """The languages of one vocabulary."""

    def __init__(self, file: LanguagesFile, level: Callable[[str], str | None]) -> None:
        self._names = file.languages
        self._level = level
        self._group = {code: group for group, codes in file.spoken.items() for code in codes}
        self._table = Spellings(
            [
                *((word, code) for ask in file.ask for word in ask.words for code in ask.choices),
                *(
                    (word, code)
                    for code, name in file.languages.items()
                    for word in dict.fromkeys((code, name.nb, name.en, *name.also))
                ),
            ]
        )

    @cached_property
    def _wide(self) -> _WideNames:
        return _WideNames()

    def code(self, text: str) -> str:
        """The canonical code of a language; see :meth:`Vocabulary.language`."""
        found = self._find(text)
        if len(found) == 1:
            return found[0]
        word = quoted(text)
        if found:
            choices = {
                language: ", ".join(self.name(code, language) for code in found) for language in interface_languages()
            }
            raise VocabularyError.of("vocabulary_language_choice", word=word, choices=choices)
        if self._several(text):
            raise VocabularyError.of("vocabulary_languages_together", word=word)
        near = list(dict.fromkeys([*self._table.near(text), *self._wide.near(text)]))[:3]
        if near:
            raise VocabularyError.of("vocabulary_language_near", word=word, near=", ".join(near))
        raise VocabularyError.of("vocabulary_language", word=word)

    def skill(self, text: str) -> tuple[str, str | None]:
        """A language and its level; see :meth:`Vocabulary.language_skill`."""
        if self._find(text) or self._several(text):
            return self.code(text), None
        split = self._split(text)
        if split is not None:
            return self.code(split[0]), split[1]
        parts = re.split(r"[(:=,]", text, maxsplit=1)
        if len(parts) == 2 and self._find(parts[0]):
            return self.code(parts[0]), self._level(parts[1].strip(" )"))
        return self.code(text), None

    def name(self, code: str, language: str) -> str:
        """The name of a language as users see it."""
        own = self._names.get(code)
        if own is not None and language in ("nb", "en"):
            return own.nb if language == "nb" else own.en
        from language_data.names import code_to_names

        names = cast(dict[str, str], code_to_names(code))
        if own is None and "en" not in names:
            raise VocabularyError.of("vocabulary_language", word=quoted(code))
        return names.get(language) or (own.en if own is not None else names["en"])

    def group(self, code: str) -> str:
        """The spoken group of a language, or itself."""
        return self._group.get(code, code)

    def _find(self, text: str) -> tuple[str, ...]:
        found = self._table.find(text) or self._outside(text)
        words = exact(text).split()
        return found or (self._table.find(f"{words[1]} {words[0]}") if len(words) == 2 else ())

    def _outside(self, text: str) -> tuple[str, ...]:
        codes = list(self._wide.find(text))
        if _TAG.fullmatch(text.strip()):
            import langcodes

            tag = text.strip().replace("_", "-")
            if langcodes.tag_is_valid(tag):
                code = langcodes.get(tag).language or ""
                if len(code) == 2 or code in self._wide.codes or self._table.find(code):
                    codes.append(code)
        return tuple(dict.fromkeys(own for code in codes for own in self._canonical(code)))

    def _canonical(self, code: str) -> tuple[str, ...]:
        language = code.split("-")[0]
        return self._table.find(code) or self._table.find(language) or (language,)

    def _split(self, text: str) -> tuple[str, str] | None:
        """The words without the level, and the level, if they end or begin with one."""
        words = [word for word in _LEVEL_SIGNS.split(text) if word]
        for size in range(min(len(words) - 1, 4), 0, -1):
            for name, rest in ((words[:-size], words[-size:]), (words[size:], words[:size])):
                try:
                    level = self._level(" ".join(rest))
                except VocabularyError:
                    continue
                if level is not None:
                    return " ".join(name), level
        return None

    def _several(self, text: str) -> bool:
        for parts in (_BETWEEN.split(text), text.split()):
            if len(parts) > 1 and all(self._reads(part) for part in parts):
                return True
        return False

    def _reads(self, text: str) -> bool:
        if self._find(text):
            return True
        split = self._split(text)
        return split is not None and bool(self._find(split[0]))
