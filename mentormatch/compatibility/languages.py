"""Languages as columns: what the language factor and the shared-language rule both read."""

from collections.abc import Callable
from dataclasses import dataclass

from mentormatch import vocabulary
from mentormatch.compatibility.comparison import FULL, IntArray, best_shared, coded
from mentormatch.compatibility.people import Facts, People
from mentormatch.profiles import LanguageSkill

LEVELS = ("A1", "A2", "B1", "B2", "C1", "C2", "native")

Skills = tuple[LanguageSkill, ...]


@dataclass(frozen=True)
class Spoken:
    """The best shared language over distinct sets of languages: exactly the same, and near in speech."""

    row_codes: IntArray
    column_codes: IntArray
    rows: list[Skills]
    columns: list[Skills]
    same: IntArray
    near: IntArray


def skills_of(people: People) -> list[Skills]:
    """Everybody's languages in a fixed order, so that equal sets are equal keys; empty where not recorded."""
    return [_skills(value) for value in people.values("languages")]


def _skills(value: object) -> Skills:
    return tuple(sorted(value, key=lambda skill: skill.code)) if isinstance(value, tuple) else ()


def spoken(
    mentees: People,
    mentors: People,
    mentee_worth: Callable[[str | None], int],
    mentor_worth: Callable[[str | None], int],
) -> Spoken:
    """Max-min over languages: the best language by the lower of both sides' worth of a level (None: no level)."""
    rows, row_codes = coded(skills_of(mentees))
    columns, column_codes = coded(skills_of(mentors))
    group = vocabulary.current().spoken_group

    def worths(skills: Skills, worth: Callable[[str | None], int], name: Callable[[str], str]) -> dict[str, int]:
        best: dict[str, int] = {}
        for skill in skills:
            key = name(skill.code)
            best[key] = max(best.get(key, 0), worth(skill.level))
        return best

    same, near = (
        best_shared(
            [worths(skills, mentee_worth, name) for skills in rows],
            [worths(skills, mentor_worth, name) for skills in columns],
        )
        for name in (str, group)
    )
    return Spoken(row_codes, column_codes, rows, columns, same, near)


def best_pair(
    mentee: Facts,
    mentor: Facts,
    mentee_worth: Callable[[str | None], int],
    mentor_worth: Callable[[str | None], int],
    near: int,
) -> tuple[LanguageSkill, LanguageSkill] | None:
    """The two skills a pair would talk in: what counts most, then a shared language before a near one, then by code.

    ``near`` is what a near language counts, in thousandths of a shared one.
    """
    group = vocabulary.current().spoken_group

    def worth(mine: LanguageSkill, yours: LanguageSkill) -> int:
        return min(mentee_worth(mine.level), mentor_worth(yours.level)) * (FULL if mine.code == yours.code else near)

    options = [
        (mine.code == yours.code, worth(mine, yours), mine, yours)
        for mine in _skills(mentee.get("languages"))
        for yours in _skills(mentor.get("languages"))
        if mine.code == yours.code or group(mine.code) == group(yours.code)
    ]
    if not options:
        return None
    _, _, mine, yours = min(options, key=lambda option: (-option[1], not option[0], option[2].code, option[3].code))
    return mine, yours


def shown(skills: object, language: str) -> str:
    """Languages with their levels, as a user reads them."""
    known = vocabulary.current()
    texts = []
    for skill in _skills(skills):
        name = known.language_name(skill.code, language)
        texts.append(f"{name} {known.label('level', skill.level, language)}" if skill.level else name)
    return ", ".join(texts)
