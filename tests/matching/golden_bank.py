"""A small bank, made by hand so that everything a result can say is said once; rewrites its golden files when run."""

from collections.abc import Iterator
from pathlib import Path

from matching_calls import ON
from matching_everything import rows
from pandas import DataFrame
from why_not_causes import CAUSES

from mentormatch import Matching, Mentee, Mentor, check, match, shortlist
from mentormatch.sentences import languages

GOLDEN = Path(__file__).parent.parent / "golden"

IN_ORDER = {
    "role": "operativ",
    "training_completed_on": "01.06.2024",
    "requirements": {"confidentiality": "ja", "police_certificate": "03.02.2025"},
}
CONTRACT = {"kind": "mentorbank", "start": "01.01.2025", "end": "31.12.2027", "may_be_lent": "ja"}

MENTEES = [
    Mentee(
        id="B1", languages="somali morsmål; norsk B1", age=19, interests="sjakk; fotball; film", municipality="Bergen",
        needs="traumer; skole", target_group="i risiko", level_of_work="individ", basis="samtykke", hours_per_week=3,
        waiting_since="10.01.2026", wishes={"gender": "helst: mann", "sector": "må ikke: politi"},
        priorities={"interesser": "viktig"},
    ),
    Mentee(
        id="B2", languages="somali B2", age=24, interests="film", municipality="Bergen", waiting_since="01.11.2026",
        hours_per_week=4.5,
    ),
    Mentee(
        id="B3", languages="norsk C1", age=16, interests="musikk", municipality="Askøy", waiting_since="01.06.2026",
        religion="islam", basis="samtykke", wishes={"religion": "helst: samme"}, background="fotballklubb; moské",
    ),
    Mentee(
        id="B4", unit="familie", languages="arabisk B2; norsk A2", municipality="Oslo", protected_address="ja",
        urgency="haster", urgency_set_by="Koordinator", urgency_reason="Står uten bolig", hours_per_week=2,
    ),
    Mentee(
        id="B5", languages="norsk B2", age=31, waiting_since="01.06.2026", wishes={"own_municipality": "ikke samme"},
    ),
    Mentee(id="B6", languages="tigrinja C1", age=28, gender="mann", waiting_since="15.10.2026", interests="sjakk"),
    Mentee(id="B7", waiting_since="20.11.2026"),
    Mentee(id="B8", languages="somali C1; norsk C1", age=24, waiting_since="01.03.2025"),
]  # fmt: skip

MENTORS = [
    Mentor(
        id="M1", languages="somali C1; norsk C2", gender="mann", age=35, interests="sjakk; film", municipality="Bergen",
        competence="traumer", background="fotballklubb", sector="skole", maximum=2,
        engagement={**CONTRACT, "hours_per_week": "6"}, wanted_target_groups="i risiko", wanted_levels="individ",
        **IN_ORDER,
    ),
    Mentor(
        id="M2", languages="norsk morsmål; arabisk B1", gender="kvinne", age=52, interests="musikk; film",
        municipality="Askøy", religion="islam", basis="samtykke", sector="politi", maximum=1, engagement=CONTRACT,
        background="moské", limits={"lowest_age": 15}, **IN_ORDER,
    ),
    Mentor(
        id="M3", languages="norsk C1; somali", age=29, municipality="Stavanger", interests="fotball", sector="NAV",
        engagement={**CONTRACT, "may_be_lent": "nei"}, **IN_ORDER,
    ),
    Mentor(
        id="M4", languages="somali morsmål; norsk B2", gender="kvinne", age=44, municipality="Bergen", maximum=1,
        engagement=CONTRACT, same_person_as="B2", limits={"genders": "kvinne", "distance": "fylke"}, **IN_ORDER,
    ),
    Mentor(
        id="M5", languages="norsk C2; somali C1; arabisk C1; tigrinja C1", age=40, municipality="Bergen",
        role="ressursperson", training_completed_on=None, requirements={"confidentiality": "nei"},
        engagement={**CONTRACT, "end": "31.12.2025"},
    ),
    Mentor(
        id="M6", languages="norsk C1; arabisk C1", age=38, municipality="Oslo", maximum=1, engagement=CONTRACT,
        excluded_mentees="B5", **IN_ORDER,
    ),
]  # fmt: skip

CURRENT = [("B8", "M6"), ("B9", "M2"), ("B10", "M99")]
BANS = [("B3", "M1"), ("B99", "M1")]
MINIMUM = 35.5


def matched(language: str) -> Matching:
    return match(
        MENTEES, MENTORS, current=CURRENT, bans=BANS, minimum_score=MINIMUM, seed="golden", on=ON, language=language
    )


def told(title: str, frame: DataFrame) -> Iterator[str]:
    """A frame as lines of text that do not depend on how pandas shows it."""
    yield ""
    yield f"## {title}"
    yield " | ".join(map(str, frame.columns))
    for row in rows(frame):
        yield " | ".join(f"{cell:g}" if isinstance(cell, float) else str(cell) for cell in row)


def text(language: str) -> str:
    """Everything that a result says about the bank, in one language."""
    matching = matched(language)
    found = check(MENTEES, MENTORS, current=CURRENT, bans=BANS, minimum_score=MINIMUM, on=ON, language=language)
    waiting = [mentee for mentee in MENTEES if mentee.id != "B8"]
    lines = [str(matching)]
    for name in ("pairs", "unmatched", "mentors", "running", "notes"):
        lines += told(name, getattr(matching, name))
    lines += told("explanations", matching.explanations())
    lines += ["", "## why_not"]
    lines += [f"{a.id} {b.id}: {matching.why_not(a.id, b.id)}" for a in waiting for b in MENTORS]
    for mentee in waiting:
        lines += told(f"alternatives {mentee.id}", matching.alternatives(mentee.id))
    proposal = shortlist(MENTEES[0], MENTORS, waiting=waiting, current=CURRENT, bans=BANS, on=ON, language=language)
    lines += told("shortlist B1", proposal.options)
    lines += ["", "## why_not, other causes"]
    lines += [f"{name}: {call.match('golden', language).why_not(a, b)}" for name, (call, a, b, _) in CAUSES.items()]
    lines += told("check mentees", found.mentees)
    lines += told("check mentors", found.mentors)
    return "\n".join(lines) + "\n"


def file(language: str) -> Path:
    return GOLDEN / f"matching.{language}.txt"


if __name__ == "__main__":
    for language in languages():
        file(language).write_text(text(language), encoding="utf-8")
