"""Marks that say once, on the field itself, what a field is and whose.

``Annotated[str | None, Special()]``: a special category of personal data (GDPR art. 9 and 10, and what reveals it).
It is used only on a recorded basis and never shown by ``repr`` or an error text.
``Annotated[str, Of("mentee")]``: whose words or data it is, so that one person's part can be sealed and erased.
"""

from dataclasses import dataclass
from functools import lru_cache

from pydantic import BaseModel


@dataclass(frozen=True, slots=True)
class Special:
    """The field is special-category data; with ``basis`` it may be used only where a basis is recorded for it."""

    basis: bool = True


@lru_cache
def special_fields(model: type[BaseModel], *, needing_basis: bool = False) -> tuple[str, ...]:
    """Names of the marked fields of a model, in the order they are declared."""
    return tuple(
        name
        for name, info in model.model_fields.items()
        for mark in info.metadata
        if isinstance(mark, Special) and (mark.basis or not needing_basis)
    )


WHOSE = ("mentee", "family", "mentor", "team")
"""Whose words or data a field can be."""


@dataclass(frozen=True, slots=True)
class Of:
    """Whose words or data the field is, one of ``WHOSE``; of several marks the last one counts."""

    whose: str


@lru_cache
def whose(model: type[BaseModel]) -> dict[str, str]:
    """The marked fields of a model, in the order they are declared, and whose they are."""
    return {
        name: mark.whose for name, info in model.model_fields.items() for mark in info.metadata if isinstance(mark, Of)
    }
