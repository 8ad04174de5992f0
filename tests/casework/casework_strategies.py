"""Hypothesis strategies: one for each type of record of a case log, each record right by itself.

Ids come from small pools, so that records drawn side by side often name one another; whether they fit together is for
a log to judge. ``RECORDS`` has the strategies by type, ``any_record()`` draws from all of them.
"""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta

from hypothesis import strategies as st

from mentormatch.casework import signs
from mentormatch.casework.codes import codes
from mentormatch.casework.life import LIVES
from mentormatch.casework.record import OSLO, CaseRecord
from mentormatch.casework.records import TYPES

Strategy = st.SearchStrategy[object]

CASES, PEOPLE, MENTEES = ("S1", "S2", "S3"), ("M1", "M2", "V1", "K1"), ("B1", "B2")
GOALS, MATCHES, NETWORKS, SESSIONS, REQUESTS = ("G1", "G2"), ("P1", "P2"), ("N1",), ("T1", "T2"), ("Q1", "Q2")
FIRST = date(2024, 2, 1)

ids = st.integers(0, 10**6).map(lambda number: f"r{number}")
cases, people, mentees = st.sampled_from(CASES), st.sampled_from(PEOPLE), st.sampled_from(MENTEES)
days = st.integers(0, 1000).map(lambda apart: FIRST + timedelta(days=apart))
moments = st.datetimes(datetime(2024, 1, 1), datetime(2026, 12, 31), timezones=st.sampled_from((UTC, OSLO)))  # noqa: DTZ001  # hypothesis adds the zone
prose = st.one_of(
    st.sampled_from(("Vi gikk en tur.", "Han sa:\n\n«Jeg vil prøve igjen.»", "  to linjer  \n med mellomrom ")),
    st.text(st.characters(exclude_categories=("Cs", "Nd", "Cc")), min_size=1).filter(str.strip),
)
words = st.sampled_from(("skole", "arbeid", "fritid og venner", "Bergen"))
yes_no = st.booleans()


def one_of(kind: str) -> Strategy:
    """A code of a list."""
    return st.sampled_from(codes(kind))


def some(strategy: Strategy, most: int = 3) -> Strategy:
    """One or more different ones."""
    return st.lists(strategy, min_size=1, max_size=most, unique=True)


def maybe(fields: Mapping[str, Strategy]) -> dict[str, Strategy]:
    """Fields that are given or not."""
    return {name: st.one_of(strategy, strategy, st.none()) for name, strategy in fields.items()}


def of_person(optional: Mapping[str, Strategy]) -> Strategy:
    """A case of a person or a family has these fields; one of a service has not."""
    service = st.fixed_dictionaries({"of": st.just("service")})
    return st.one_of(
        st.fixed_dictionaries({"of": st.sampled_from(("person", "family"))}, optional=maybe(optional)), service
    )


def spanning(name: str) -> Strategy:
    """An end that is left out, or a later day than any start."""
    return st.fixed_dictionaries({}, optional={name: days.map(lambda day: day + timedelta(days=1100))})


NOTHING = st.just(dict[str, object]())
PERSONAL: dict[str, Strategy] = {
    "mentee_ids": some(mentees),
    "target_group": st.sampled_from(("at_risk", "next_of_kin")),
    "participants": st.lists(
        st.fixed_dictionaries({"person_id": people, "role": words, "level": st.sampled_from(("family", "system"))}),
        min_size=1,
        max_size=2,
    ),
    "guardians_agreed_by": some(people),
    "guardians_agreed_on": days,
    "told_limits_on": days,
    "birth_year": st.integers(1950, 2020),
    "protected_address": yes_no,
}
RATINGS = st.one_of(
    st.fixed_dictionaries({"scale": st.just("goal"), "value": st.integers(-2, 2), "goal_id": st.sampled_from(GOALS)}),
    st.fixed_dictionaries({"scale": st.sampled_from(("importance", "confidence")), "value": st.integers(0, 10)}),
    st.fixed_dictionaries(
        {"scale": st.just("søvn"), "low": st.just(-1.5), "high": st.just(4), "value": st.floats(-1.5, 4)}
    ),
)
STATUSES = sorted({status for life in LIVES for status in life.states} - {"not_continued"})

# By type: fields always given, fields given or not, and fields that hang together.
FIELDS: dict[str, tuple[dict[str, Strategy], dict[str, Strategy], Strategy]] = {
    "case": (
        {"host": words},
        {
            "phase": one_of("phase"),
            "levels": some(st.sampled_from(("individual", "family", "system"))),
            "referred_by": words,
            "referred_on": days,
            "basis": st.just("consent"),
            "municipality": st.sampled_from(("4601", "0301")),
        },
        of_person(PERSONAL),
    ),
    "match": ({"case_id": cases, "mentee_id": mentees, "mentor_id": people}, {}, NOTHING),
    "relation": (
        {"role": one_of("relation_role"), "person_id": people, "of": st.sampled_from((*CASES, *NETWORKS, *PEOPLE))},
        {"sees": one_of("sees")},
        spanning("end"),
    ),
    "goal": (
        {"case_id": cases, "words": prose},
        {"levels": st.dictionaries(st.integers(-2, 2), words, min_size=1), "weight": st.integers(1, 10)},
        NOTHING,
    ),
    "action": (
        {"what": prose, "owner": people},
        {"due": days},
        st.sampled_from(({"case_id": "S1"}, {"guidance_id": "Q1"}, {"case_id": "S2", "guidance_id": "Q2"})),
    ),
    "agreement": (
        {"between": one_of("agreement_between"), "parties": st.just(["M1", "V1"])},
        {
            "case_id": cases,
            "format": words,
            "how_often_days": st.integers(1, 60),
            "hours": st.sampled_from((1.5, 2.0)),
            "who_reads": some(people),
            "words": prose,
        },
        spanning("review_on"),
    ),
    "guidance_request": (
        {"topics": some(one_of("guidance_topic")), "question": prose},
        {
            "urgency": one_of("guidance_urgency"),
            "to": one_of("guidance_from"),
            "supervisor_id": people,
            "reactions": prose,
        },
        st.one_of(
            st.fixed_dictionaries({"case_id": cases, "identified": st.just(True), "entry_ids": some(ids)}),
            st.fixed_dictionaries({"identified": st.just(False)}, optional={"case_id": cases}),
        ),
    ),
    "network": (
        {"name": words},
        {},
        st.one_of(
            st.just({"area": "region", "region": "vest"}),
            st.fixed_dictionaries(
                {"area": st.just("municipality"), "municipalities": st.just(["4601"])},
                optional={
                    "meets": st.fixed_dictionaries(
                        {
                            "weekday": one_of("weekday"),
                            "which": st.sampled_from((1, 2, 4, -1)),
                            "every_months": st.integers(1, 3),
                            "first": days,
                            "at": st.just(time(13, 0)),
                        }
                    )
                },
            ),
        ),
    ),
    "session": (
        {"minutes": st.integers(30, 180)},
        {"led_by": some(people), "mentor_ids": some(people), "agenda": some(one_of("agenda"))},
        st.one_of(
            st.fixed_dictionaries({"kind": st.just("network"), "network_id": st.sampled_from(NETWORKS)}),
            st.fixed_dictionaries({"kind": st.just("individual")}, optional={"case_ids": some(cases)}),
        ),
    ),
    "contact": (
        {"case_id": cases, "kind": one_of("contact_kind")},
        {"way": one_of("way"), "planned_for": days, "held_by": people, "note": prose},
        st.one_of(
            st.fixed_dictionaries({"status": st.just("completed"), "minutes": st.integers(1, 1440)}),
            st.fixed_dictionaries({"status": st.sampled_from(("attempted", "no_show", "cancelled"))}),
        ),
    ),
    "first_meeting": (
        {
            "case_id": cases,
            "match_id": st.sampled_from(MATCHES),
            "mentee_wish": one_of("wish_to_go_on"),
            "mentor_wish": one_of("wish_to_go_on"),
        },
        {"mentee_rating": st.integers(0, 10), "mentor_rating": st.integers(0, 10), "note": prose},
        NOTHING,
    ),
    "observation": (
        {"case_id": cases, "change": one_of("change")},
        {"note": prose},
        st.one_of(
            st.sampled_from(sorted(signs.current().signs)).map(lambda sign: {"sign": sign}),
            st.just({"sign": "own_sign", "list_version": "Bergen 2023"}),
        ),
    ),
    "rating": ({"case_id": cases}, {"rated_by": one_of("whose"), "note": prose}, RATINGS),
    "assessment": (
        {"case_id": cases, "instrument": words, "assessor": people},
        {
            "certificate_valid_until": days,
            "domains": st.dictionaries(words, st.sampled_from(("noe", "mye"))),
            "summary": prose,
        },
        NOTHING,
    ),
    "note": ({"case_id": cases, "words": prose, "of": one_of("whose")}, {}, NOTHING),
    "disclosure": ({"case_id": cases, "to": prose, "what": prose, "basis": st.just("consent")}, {}, NOTHING),
    "exemption": (
        {"case_id": cases, "reason": prose, "until": days.map(lambda day: day + timedelta(days=1100))},
        {},
        NOTHING,
    ),
    "advice": ({"guidance_id": st.sampled_from(REQUESTS), "advice": prose}, {}, NOTHING),
    "absence": ({"person_id": people}, {}, spanning("until")),
    "attendance": (
        {"session_id": st.sampled_from(SESSIONS)},
        {"attended": some(people), "minutes": st.integers(1, 200)},
        NOTHING,
    ),
    "case_work": (
        {"session_id": st.sampled_from(SESSIONS), "topics": some(one_of("guidance_topic")), "takeaway": prose},
        {},
        NOTHING,
    ),
    "step": (
        {"subject": st.sampled_from((*CASES, *GOALS, *MATCHES)), "to": st.sampled_from(STATUSES)},
        {
            "phase": one_of("phase"),
            "reason": prose,
            "conflict_of_interest": yes_no,
            "agreed_on_behalf_by": some(people),
            "own_view": prose,
        },
        NOTHING,
    ),
    "correction": (
        {"corrects": ids},
        {"case_id": cases, "reason": prose},
        st.one_of(
            st.fixed_dictionaries({"fields": st.fixed_dictionaries({"minutes": st.integers(1, 90)})}),
            st.just({"entered_in_error": True}),
        ),
    ),
}


def record(kind: str, **fixed: object) -> st.SearchStrategy[CaseRecord]:
    """Records of a type, ``fixed`` fields as given; the day is now and then left to the default."""
    always, optional, together = FIELDS[kind]
    own = {"id": ids, "by": people, **always}
    given = st.fixed_dictionaries(own, optional=maybe(optional))

    def made(fields: dict[str, object], more: dict[str, object], recorded_at: datetime, late: int | None) -> CaseRecord:
        data = {key: value for key, value in {**fields, **more}.items() if value is not None}
        data["recorded_at"] = recorded_at
        if late is not None:
            data["on"] = recorded_at.astimezone(OSLO).date() - timedelta(days=late)
        return TYPES[kind].model_validate({**data, **fixed})

    return st.builds(made, given, together, moments, st.one_of(st.none(), st.integers(0, 40)))


RECORDS: dict[str, st.SearchStrategy[CaseRecord]] = {kind: record(kind) for kind in FIELDS}
"""A strategy for each type of record."""


def any_record() -> st.SearchStrategy[CaseRecord]:
    """A record of any type."""
    return st.sampled_from(sorted(RECORDS)).flatmap(lambda kind: RECORDS[kind])
