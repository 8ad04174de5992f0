"""Code lists: short lists of words with a fixed meaning, each with the spellings people use."""

from functools import partial

from mentormatch.errors import VocabularyError
from mentormatch.sentences import languages, say, sentences
from mentormatch.vocabulary.files import BasesFile, Basis, CodeList, CodesFile
from mentormatch.vocabulary.spellings import PerLanguage, Spellings, exact, quoted


class Codes:
    """The code lists of one vocabulary, the legal bases among them."""

    def __init__(self, lists: CodesFile, bases: BasesFile) -> None:
        self.bases: dict[str, Basis] = bases.bases
        basis = CodeList(codes={code: entry.also for code, entry in bases.bases.items()})
        self._lists = {**lists.lists, "basis": basis}
        self._spellings: dict[str, Spellings] = {}

    def code(self, kind: str, text: str) -> str:
        """One of a code list; see :meth:`Vocabulary.code`."""
        found = self.find(kind, text)
        if len(found) == 1:
            return found[0]
        if self._lists[kind].open and exact(text):
            return " ".join(text.casefold().split())
        choices = PerLanguage.listing(found or self.codes(kind), partial(self.label, kind))
        if self._lists[kind].private:
            raise VocabularyError.of("vocabulary_code_private", choices=choices)
        raise VocabularyError.of("vocabulary_code", word=quoted(text), choices=choices)

    def find(self, kind: str, text: str) -> tuple[str, ...]:
        """The codes a spelling stands for: none, one or several."""
        if kind not in self._spellings:
            self._spellings[kind] = Spellings(
                (word, code)
                for code, also in self._lists[kind].codes.items()
                for word in (code, *(self.label(kind, code, language) for language in languages()), *also)
            )
        law = text.split("§")[0] if kind == "basis" else text
        return self._spellings[kind].find(law)

    def codes(self, kind: str) -> tuple[str, ...]:
        """All codes of a list, in its order."""
        return tuple(self._lists[kind].codes)

    def label(self, kind: str, code: str, language: str) -> str:
        """What a user sees: from the locales; a word of one's own stands for itself."""
        key = f"code.{kind}.{code}"
        if key in sentences(language):
            return say(key, language)
        own = self._lists[kind].codes.get(code, ())
        if own:
            return own[0]
        # Only a code of the list is spelt with underscores; a word of one's own is shown as it was written.
        return code.replace("_", " ") if code in self._lists[kind].codes else code
