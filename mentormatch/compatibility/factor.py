"""``Factor`` and ``Rule``: the bases that a user's own factors and rules share with ours."""

from abc import abstractmethod
from collections.abc import Mapping
from typing import ClassVar, NamedTuple

from pydantic import Field

from mentormatch import sentences
from mentormatch.compatibility.comparison import Comparison
from mentormatch.compatibility.people import Facts, People
from mentormatch.fields import Record


class Words:
    """The sentences of one factor or rule in one language: its own first, then the library's."""

    def __init__(self, prefix: str, own: Mapping[str, Mapping[str, str]], language: str) -> None:
        self.prefix, self.language = prefix, language
        self._own = own.get(language) or own.get("en") or next(iter(own.values()), {})

    def say(self, key: str, /, **values: object) -> str:
        """The sentence ``<factor>.<key>``, filled."""
        if key in self._own:
            return self._own[key].format(**values)
        return sentences.say(f"{self.prefix}.{key}", self.language, **values)

    def field(self, path: str) -> str:
        """What a user calls a field; a requirement of the user's own is called as it is written."""
        key = f"field.{path}"
        return sentences.say(key, self.language) if sentences.has(key, self.language) else path.rpartition(".")[2]

    def listing(self, items: object) -> str:
        """Items as a person would list them; a dash where there are none."""
        texts = [str(item) for item in items] if isinstance(items, (list, tuple, set, frozenset)) else []
        return sentences.listing(texts, self.language) or sentences.say("word.nothing", self.language)


class Reason(NamedTuple):
    """What an explanation shows of one factor of a pair."""

    mentee_value: str
    mentor_value: str
    sentence: str


class Factor(Record):
    """One thing that a score is made of.

    A subclass sets ``name``, its default ``weight``, and ``compare``; options are further fields. A user's own factor
    brings its ``sentences``: per language ``label`` and ``reason``, with the placeholders ``{mentee}`` and
    ``{mentor}`` for both values of ``field``.
    """

    name: ClassVar[str]
    field: ClassVar[str] = ""
    only_when_asked: ClassVar[bool] = False
    sentences: ClassVar[Mapping[str, Mapping[str, str]]] = {}

    weight: int = Field(default=10, ge=0)

    @abstractmethod
    def compare(self, mentees: People, mentors: People) -> Comparison:
        """The similarity of every pair in thousandths, ``UNKNOWN`` where the mentor has not recorded it."""

    def fit(self, mentees: People, mentors: People) -> "Factor":
        """The factor with what it learns from the pool; most learn nothing."""
        return self

    @classmethod
    def has_label(cls) -> bool:
        """Whether there is a word to call it by: of the library's own, or of the class."""
        return sentences.has(f"factor.{cls.name}.label") or any("label" in own for own in cls.sentences.values())

    def words(self, language: str) -> Words:
        """The factor's sentences."""
        return Words(f"factor.{self.name}", self.sentences, language)

    def label(self, language: str) -> str:
        """What a user calls the factor."""
        return self.words(language).say("label")

    def reason(self, mentee: Facts, mentor: Facts, similarity: int, words: Words) -> Reason:
        """Both values and the sentence for a pair; only asked when both have recorded what is compared."""
        mine, yours = (_shown(side.get(self.field), words) if self.field else "" for side in (mentee, mentor))
        return Reason(mine, yours, words.say("reason", mentee=mine, mentor=yours))


class Rule(Record):
    """A hard condition. A subclass sets ``name``, the fields it needs, ``compare`` and ``reason``.

    ``mentee_fields`` and ``mentor_fields`` are the columns without which the rule cannot be applied: when no person
    of that side has one of them set, the rule is left out and every result says so (with ``applies_to_the_rest`` it
    says so and judges by what there is). A ``relaxable`` one may be proposed to be set aside for somebody who would
    otherwise have nobody; promises to a person, such as musts and training, never are. A user's own rule brings its
    ``sentences``: per language ``label`` and ``reason``.
    """

    name: ClassVar[str]
    mentee_fields: ClassVar[tuple[str, ...]] = ()
    mentor_fields: ClassVar[tuple[str, ...]] = ()
    relaxable: ClassVar[bool] = False
    applies_to_the_rest: ClassVar[bool] = False
    sentences: ClassVar[Mapping[str, Mapping[str, str]]] = {}

    use: bool = True

    @abstractmethod
    def compare(self, mentees: People, mentors: People) -> Comparison:
        """``NO`` where the pair is forbidden, ``UNKNOWN`` where it passes with a flag, else ``FULL``."""

    def absent(self, mentees: People, mentors: People) -> list[str]:
        """The columns this rule needs and nobody has, as ``mentee.<field>`` and ``mentor.<field>``."""
        return [
            f"{side}.{path}"
            for side, people, paths in (
                ("mentee", mentees, self.mentee_fields),
                ("mentor", mentors, self.mentor_fields),
            )
            for path in paths
            if not people.has(path)
        ]

    @classmethod
    def has_label(cls) -> bool:
        """Whether there is a word to call it by: of the library's own, or of the class."""
        return sentences.has(f"rule.{cls.name}.label") or any("label" in own for own in cls.sentences.values())

    def tells_where(self, mentee: Facts) -> bool:
        """Whether forbidding a mentor says something of where this person lives."""
        return False

    def words(self, language: str) -> Words:
        """The rule's sentences."""
        return Words(f"rule.{self.name}", self.sentences, language)

    def label(self, language: str) -> str:
        """What a user calls the rule."""
        return self.words(language).say("label")

    def reason(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        """Why this pair is forbidden."""
        return words.say("reason")

    def flag(self, mentee: Facts, mentor: Facts, words: Words) -> str:
        """What should be asked before this pair meets, because it is not recorded."""
        return words.say("flag")


def _shown(value: object, words: Words) -> str:
    if isinstance(value, (tuple, list)):
        return words.listing(value)
    return sentences.say("word.nothing", words.language) if value is None else str(value)
