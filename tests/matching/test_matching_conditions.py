"""Several mentors for one, minimums of cases, quotas, waivers: against trying everything, in people's terms."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import combinations, product
from random import Random

import pytest
from matching_calls import ON, SIGNED, SMALL, Pair

from mentormatch import Matching, MatchingError, Mentee, Mentor, Quota, VerificationError, Waiver, match, shortlist

Choice = tuple[frozenset[str], ...]
"""The mentors of each mentee."""

Worth = tuple[int, tuple[int, ...], int]
"""Less what is missing in minimums; mentees of each class with a first mentor, then with a second; hundredths."""


@dataclass(frozen=True)
class Asked:
    """A call with conditions, and everything that keeps them."""

    mentees: Sequence[Mentee]
    mentors: Sequence[Mentor]
    locks: Sequence[Pair] = ()
    bans: Sequence[Pair] = ()
    quotas: Sequence[Quota] = ()
    experienced: Sequence[str] = ()
    homes: Mapping[str, str] = field(default_factory=dict)

    def match(self, **options: object) -> Matching:
        given = {"locks": self.locks, "bans": self.bans, "quotas": self.quotas, "on": ON, "seed": 3} | options
        return match(self.mentees, self.mentors, SMALL, **given)  # type: ignore[arg-type]  # a mapping of options

    @cached_property
    def scores(self) -> dict[Pair, int]:
        """Hundredths of every pair that no rule and no ban forbids."""
        found = SMALL.fit(self.mentees, self.mentors, ON).scores(self.mentees, self.mentors, on=ON)
        return {
            (str(mentee), str(mentor)): round(score * 100)
            for mentee, row in found.to_dict("index").items()
            for mentor, score in row.items()
            if score == score and (mentee, mentor) not in self.bans
        }

    @cached_property
    def choices(self) -> list[Choice]:
        return list(self._choices())

    def _choices(self) -> Iterator[Choice]:
        bundles = []
        for mentee in self.mentees:
            mine = [mentor.id for mentor in self.mentors if (mentee.id, mentor.id) in self.scores]
            sizes = range(mentee.mentors_needed + 1)
            bundles.append([frozenset(b) for size in sizes for b in combinations(mine, size) if self._keeps(mentee, b)])
        places = {mentor.id: mentor.maximum or 1 for mentor in self.mentors}
        for choice in product(*bundles):
            load = Counter(mentor for bundle in choice for mentor in bundle)
            homes = Counter(self.homes[mentor] for mentor in load.elements() if mentor in self.homes)
            if all(load[mentor] <= places[mentor] for mentor in load) and all(count <= 2 for count in homes.values()):
                yield choice

    def _keeps(self, mentee: Mentee, bundle: Sequence[str]) -> bool:
        locked = {mentor for who, mentor in self.locks if who == mentee.id}
        others = [mentor for mentor in bundle if mentor not in self.experienced]
        asks = bool(self.experienced) and mentee.mentors_needed > 1
        return locked <= set(bundle) and not (asks and len(others) > mentee.mentors_needed - 1)

    def worth(self, choice: Choice) -> Worth:
        load = Counter(mentor for bundle in choice for mentor in bundle)
        missing = sum(max((mentor.minimum or 0) - load[mentor.id], 0) for mentor in self.mentors)
        levels = max(mentee.mentors_needed for mentee in self.mentees)
        people = tuple(
            sum(len(bundle) > k and m.urgency == urgency for m, bundle in zip(self.mentees, choice, strict=True))
            for k in range(levels)
            for urgency in ("urgent", "normal")
        )
        names = [mentee.id for mentee in self.mentees]
        points = sum(self.scores[who, mentor] for who, bundle in zip(names, choice, strict=True) for mentor in bundle)
        return -missing, people, points

    def best(self, keeps: Callable[[Choice], bool] = lambda _: True) -> Worth | None:
        return max((self.worth(choice) for choice in self.choices if keeps(choice)), default=None)

    def gives_up_lock(self, mentee: Mentee) -> bool:
        """Whether another mentor can only come instead of the locked one."""
        return mentee.mentors_needed == 1 and mentee.id in dict(self.locks)

    def with_scores(self, matching: Matching, mentee: str) -> "Asked":
        """The same call in which no rule hinders this mentee; bans do."""
        table, ids = matching.assignment.problem.scores, [one.id for one in self.mentees]
        mine = {(mentee, m.id): int(table[ids.index(mentee), at]) for at, m in enumerate(self.mentors)}
        wider = replace(self)
        wider.__dict__["scores"] = {pair: s for pair, s in mine.items() if pair not in self.bans} | self.scores
        return wider

    def with_place(self, name: str) -> "Asked":
        """With one more place for this mentor."""
        more = [m.model_copy(update={"maximum": (m.maximum or 0) + 1}) if m.id == name else m for m in self.mentors]
        larger = replace(self, mentors=more)
        larger.__dict__["scores"] = self.scores
        return larger

    def serves(self, row: int, before: Choice, name: str, call: "Asked") -> list[int]:
        """The most points gained where this mentee has this mentor too and nobody has fewer; empty if it cannot be."""
        sizes = [len(bundle) + (at == row) for at, bundle in enumerate(before)]
        now = call.worth(before)
        found = [
            (self.worth(choice)[0], self.worth(choice)[2] - now[2])
            for choice in self.choices
            if name in choice[row]
            and all((call.mentees[row].id, other) in call.scores for other in choice[row] - {name})
            and all(len(bundle) == size for bundle, size in zip(choice, sizes, strict=True))
            and self.worth(choice)[0] >= now[0]
        ]
        return [max(found)[1]] if found else []

    def choice_of(self, pairs: set[Pair]) -> Choice:
        return tuple(frozenset(mentor for who, mentor in pairs if who == mentee.id) for mentee in self.mentees)


def asked(seed: int, *, locks: bool = False) -> Asked:
    rng = Random(seed)
    mentees = [
        Mentee(
            id=f"B{n}",
            languages=rng.choice(["somali C1", "norsk C1", "somali B1; norsk C1", "arabisk B2"]),
            age=rng.randint(15, 60),
            mentors_needed=rng.choice([1, 1, 2]),
            urgency=rng.choice(["normal", "urgent"]),
            **SIGNED,
        )
        for n in range(1, rng.randint(3, 5))
    ]
    mentors = [
        Mentor(
            id=f"M{n}",
            languages=rng.choice(["somali C1; norsk C1", "norsk C1", "somali C1; arabisk C1"]),
            age=rng.randint(20, 60),
            maximum=(places := rng.randint(1, 2)),
            minimum=rng.choice([None, None, rng.randint(0, places)]),
            engagement={"home_organisation": rng.choice(["Bydelen", "Røde Kors"])},
        )
        for n in range(1, rng.randint(3, 5))
    ]
    bans = [(rng.choice(mentees).id, rng.choice(mentors).id)] if rng.random() < 0.3 else []
    quotas, experienced, homes = list[Quota](), list[str](), dict[str, str]()
    if rng.random() < 0.5:
        experienced = [mentor.id for mentor in mentors if rng.random() < 0.5] or [mentors[0].id]
        quotas.append(Quota(mentors=experienced, at_least=1))
    if rng.random() < 0.4:
        homes = {mentor.id: str(mentor.engagement and mentor.engagement.home_organisation) for mentor in mentors}
        quotas.append(Quota(field="engagement.home_organisation", at_most=2, per="group"))
    made = Asked(mentees, mentors, (), bans, quotas, experienced, homes)
    if not locks or not made.scores:
        return made
    return Asked(mentees, mentors, [rng.choice(sorted(made.scores))], bans, quotas, experienced, homes)


def pairs_of(matching: Matching) -> set[Pair]:
    return set(zip(matching.pairs["mentee_id"], matching.pairs["mentor_id"], strict=True))


def matched_or_told(call: Asked) -> Matching | None:
    """None where it is told that the conditions contradict each other."""
    try:
        return call.match()
    except MatchingError as error:
        if {problem.key for problem in error.problems} <= {"lock_quota", "conditions_contradict"}:
            return None
        raise


@pytest.mark.parametrize("count", [40, pytest.param(600, marks=pytest.mark.long)])
def test_the_matching_is_the_best_of_all_that_keep_the_conditions(count: int) -> None:
    tried = Counter[str]()
    for seed in range(count):
        call = asked(seed, locks=seed % 3 == 0)
        matching = matched_or_told(call)
        if matching is None:
            tried["error"] += 1
            continue
        pairs = pairs_of(matching)
        choice = call.choice_of(pairs)
        assert choice in call.choices
        assert call.worth(choice) == call.best()
        assert (matching.gap, matching.people_gap) == (0, 0)
        matching.verify()
        assert pairs_of(call.match(engine="flow")) == pairs
        tried[matching.engine] += 1
        tried["short"] += len(matching.shortfall) > 0
        tried["one of two"] += any(len(c) < m.mentors_needed for c, m in zip(choice, call.mentees, strict=True) if c)
        missing = {m.id for c, m in zip(choice, call.mentees, strict=True) if len(c) < m.mentors_needed}
        assert set(matching.unmatched["mentee_id"]) == missing
        assert matching.people == sum(bool(bundle) for bundle in choice)
    assert min(tried[name] for name in ("flow", "hungarian", "short", "one of two")) > 1
    assert tried["error"] > 0


@pytest.mark.parametrize("count", [14, pytest.param(200, marks=pytest.mark.long)])
def test_what_another_choice_costs_equals_trying_everything(count: int) -> None:
    asked_for = 0
    for seed in range(count):
        call = asked(seed, locks=seed % 2 == 0)
        matching = matched_or_told(call)
        if matching is None:
            continue
        before, pairs = call.best(), pairs_of(matching)
        assert before is not None
        for row, mentee in enumerate(call.mentees):
            options = matching.alternatives(mentee.id, 9).set_index("mentor_id")
            for mentor in call.mentors:
                if (mentee.id, mentor.id) in pairs or (mentee.id, mentor.id) not in call.scores:
                    assert mentor.id not in options.index
                    continue
                free = replace(call, locks=[] if call.gives_up_lock(mentee) else call.locks)
                best = free.best(lambda choice, row=row, name=mentor.id: name in choice[row])  # type: ignore[misc]  # bound now
                told = matching.why_not(mentee.id, mentor.id)
                if best is None:
                    assert mentor.id not in options.index
                    assert told.rules
                    continue
                asked_for += 1
                assert round(told.points * 100) == before[2] - best[2]
                people = [c for c in free.choices if mentor.id in c[row] and call.worth(c) == best]
                assert told.people in {matching.people - sum(map(bool, c)) for c in people}
                assert options.loc[mentor.id, "points"] == told.points
                after = set(pairs)
                for move in told.moves:
                    after -= {(move.mentee_id, str(move.from_mentor))}
                    after |= {(move.mentee_id, move.to_mentor)} if move.to_mentor else set()
                others = [i for i in range(len(call.mentees)) if i != row]
                assert any(all(c[i] == call.choice_of(after)[i] for i in others) for c in people)
    assert asked_for > count


@pytest.mark.parametrize("count", [14, pytest.param(200, marks=pytest.mark.long)])
def test_the_scarcity_of_a_mentor_is_what_one_more_place_gives(count: int) -> None:
    scarce = 0
    for seed in range(count):
        call, before = asked(seed), asked(seed).best()
        matching = matched_or_told(call)
        if matching is None or before is None:
            continue
        table = {mentor: (round(s * 100), n) for mentor, _, _, s, n in matching.mentors.values.tolist()}
        for at, mentor in enumerate(call.mentors):
            larger = mentor.model_copy(update={"maximum": (mentor.maximum or 0) + 1})
            after = replace(call, mentors=[*call.mentors[:at], larger, *call.mentors[at + 1 :]]).best()
            assert after is not None
            assert table[mentor.id] == (after[2] - before[2], sum(after[1][:2]) - sum(before[1][:2]))
            scarce += after > before
    assert scarce > count // 4


@pytest.mark.parametrize("count", [30, pytest.param(300, marks=pytest.mark.long)])
def test_what_is_to_be_set_aside_serves_and_takes_nobodys_mentor(count: int) -> None:
    """The fewest rules (of one, here), else the places, of all choices in which everybody else keeps as many."""
    helped = Counter[str]()
    for seed in range(count):
        call = asked(seed)
        matching = matched_or_told(call)
        if matching is None:
            continue
        choice = call.choice_of(pairs_of(matching))
        for row in [row for row, m in enumerate(call.mentees) if len(choice[row]) < m.mentors_needed]:
            found, mentee = matching.relaxation(call.mentees[row].id), call.mentees[row].id
            open_to = [m.id for m in call.mentors if (mentee, m.id) not in call.bans and m.id not in choice[row]]
            wider = call.with_scores(matching, mentee)
            free = [name for name in open_to if wider.serves(row, choice, name, call)]
            allowed = [name for name in free if (mentee, name) in call.scores]
            told = (found.rules, found.mentor_id is not None)
            if free:
                assert found.mentor_id in (allowed or free)
                assert told == (() if allowed else ("shared_language",), True)
                assert round(found.points * 100) == wider.serves(row, choice, str(found.mentor_id), call)[0]
            else:
                for one, ruled_out in ((call, False), (wider, True)):
                    names = [name for name in open_to if ((mentee, name) not in call.scores) == ruled_out]
                    larger = {m.id: one.with_place(m.id) for m in call.mentors}
                    gains = {
                        place: [gain for name in names for gain in more.serves(row, choice, name, call)]
                        for place, more in larger.items()
                    }
                    helpful = {place: max(gained) for place, gained in gains.items() if gained}
                    if helpful:
                        break
                assert set(found.more_places_at) == set(helpful)
                if helpful:
                    assert round(found.points * 100) == helpful[found.more_places_at[0]]
            helped["free" if free else "place" if found.more_places_at else "nothing"] += 1
    assert helped["free"] > 1
    assert helped["place"] > 1


@pytest.mark.parametrize("count", [12, pytest.param(150, marks=pytest.mark.long)])
def test_a_shortlist_is_weighed_together_with_those_who_wait_under_conditions(count: int) -> None:
    weighed = 0
    for seed in range(count):
        call = asked(seed)
        first = call.mentees[0].model_copy(update={"mentors_needed": 1})
        others = replace(call, mentees=call.mentees[1:])
        both = replace(call, mentees=[first, *call.mentees[1:]])
        model = SMALL.fit(both.mentees, both.mentors, ON)
        proposal = shortlist(
            first, call.mentors, model, waiting=others.mentees, bans=call.bans, quotas=call.quotas, n=9, on=ON
        )
        without = max((both.worth((frozenset(), *rest)) for rest in others.choices), default=None)
        assert without is not None
        for mentor, score, _, lost, points, _ in proposal.options.values.tolist():
            best = both.best(lambda choice, name=mentor: name in choice[0])  # type: ignore[misc]  # bound now
            assert best is not None
            assert lost == sum(without[1][:2]) - (sum(best[1][:2]) - 1)
            assert round(points * 100) == without[2] - (best[2] - round(score * 100))
            weighed += 1
    assert weighed > count


def people(*needed: int) -> list[Mentee]:
    return [Mentee(id=f"B{n}", languages="somali C1", mentors_needed=count) for n, count in enumerate(needed, start=1)]


def bank(*places: int, **fields: object) -> list[Mentor]:
    return [
        Mentor(id=f"M{n}", languages="somali C1", maximum=count, **fields) for n, count in enumerate(places, start=1)
    ]


def test_everybody_has_a_first_mentor_before_anybody_has_a_second() -> None:
    matching = match(people(2, 2), bank(1, 1, 1), SMALL, on=ON)
    assert Counter(matching.pairs["mentee_id"]) in ({"B1": 2, "B2": 1}, {"B1": 1, "B2": 2})
    left = matching.unmatched.to_dict("records")
    assert [row["reason"].startswith("Has 1 of 2 mentors.") for row in left] == [True]
    assert "Still to have another mentor: 1." in str(matching)
    name = left[0]["mentee_id"]
    assert set(matching.explain(name)["mentor_id"]) == set(
        matching.pairs.loc[matching.pairs["mentee_id"] == name, "mentor_id"]
    )


def test_a_running_case_counts_toward_the_need_and_comes_after_those_who_have_nobody() -> None:
    current = [("B1", "M1")]
    matching = match(people(2, 1), bank(1, 1), SMALL, current=current, on=ON)
    assert pairs_of(matching) == {("B2", "M2")}
    assert [row[:2] for row in matching.running.values.tolist()] == [["B1", "M1"]]
    assert matching.unmatched["mentee_id"].tolist() == ["B1"]
    both = match(people(2, 1), bank(2, 2), SMALL, current=current, on=ON)
    assert pairs_of(both) >= {("B1", "M2")}  # never the same mentor twice
    assert ("B1", "M1") not in pairs_of(both)
    with pytest.raises(MatchingError):
        match(people(1), bank(1), SMALL, current=current, on=ON).explain("B1")
    options = shortlist(people(2)[0], bank(1, 1, 1), SMALL, waiting=people(2, 1), current=current, on=ON).options
    assert set(options["mentor_id"]) == {"M2", "M3"}


def test_a_minimum_comes_before_people_and_points() -> None:
    near = Mentor(id="M1", languages="somali C1", maximum=2)
    far = Mentor(id="M2", languages="somali B1", maximum=2, minimum=1)
    matching = match(people(1, 1), [near, far], SMALL, on=ON)
    assert Counter(matching.pairs["mentor_id"]) == {"M1": 1, "M2": 1}
    short = match(people(1), [near, far.model_copy(update={"minimum": 2})], SMALL, on=ON, language="nb")
    assert short.shortfall.values.tolist() == [
        ["M2", 2, 1, 1, "Har 1 av minst 2 saker. Bare 1 av dem som venter, kan få denne mentoren."]
    ]
    assert ["", "M2", short.shortfall["reason"][0]] in short.notes.values.tolist()
    counted = match(people(1, 1), [near, far], SMALL, current=[("B9", "M2")], on=ON)
    assert Counter(counted.pairs["mentor_id"]) == {"M1": 2}


def test_at_least_one_experienced_among_two_mentors() -> None:
    mentors = bank(1, 1, 1)
    mentors[2] = Mentor(id="M3", languages="somali B1", maximum=1, training_completed_on="01.01.2020")
    mentors = [m if m.id == "M3" else m.model_copy(update={"training_completed_on": ON}) for m in mentors]
    quota = Quota(field="years_trained", values="2+", at_least=1)
    free, kept = (match(people(2), mentors, SMALL, quotas=one, on=ON) for one in ((), [quota]))
    assert set(free.pairs["mentor_id"]) == {"M1", "M2"}
    assert "M3" in set(kept.pairs["mentor_id"])
    assert len(kept.pairs) == 2
    alone = match(people(2), mentors[:2], SMALL, quotas=[quota], on=ON)
    assert len(alone.pairs) == 1  # a place is kept open
    assert match(people(1), mentors[:2], SMALL, quotas=[quota], on=ON).people == 1  # of one mentor nothing is asked


def test_at_most_so_many_cases_in_each_organisation_with_the_running_ones() -> None:
    mentors = bank(3, 3, engagement={"home_organisation": "Bydelen"})
    quota = Quota(field="engagement.home_organisation", at_most=3, per="group")
    matching = match(people(1, 1, 1, 1), mentors, SMALL, quotas=[quota], current=[("B9", "M1")], on=ON)
    assert len(matching.pairs) == 2
    assert match(people(1, 1, 1, 1), mentors, SMALL, quotas=[quota], on=ON).people == 3
    named = Quota(mentors=["M1", "M2"], at_most=1, per="all")
    assert match(people(1, 1), mentors, SMALL, quotas=[named], on=ON).people == 1


WAIVED = {
    "mentee_id": "B1",
    "mentor_id": "M1",
    "rules": "shared language",
    "allowed_by": "Kari",
    "reason": "has a tutor",
}


def test_a_lock_against_a_rule_needs_a_waiver_which_is_part_of_the_result() -> None:
    mentors = [Mentor(id="M1", languages="arabisk"), Mentor(id="M2", languages="somali C1")]
    with pytest.raises(MatchingError, match="B1–M1"):
        match(people(1), mentors, SMALL, locks=[("B1", "M1")], on=ON)
    matching = match(people(1), mentors, SMALL, locks=[("B1", "M1")], waivers=[Waiver(**WAIVED)], on=ON)
    assert pairs_of(matching) == {("B1", "M1")}
    assert matching.waivers.drop(columns="date").values.tolist() == [
        ["B1", "M1", "shared_language", "Kari", "has a tutor"]
    ]
    assert ["B1", "M1", "Waived: shared language, allowed by Kari: has a tutor"] in matching.notes.values.tolist()
    assert matching.why_not("B1", "M1").rules == ()
    matching.verify()
    without = match(people(1), mentors, SMALL, waivers=[Waiver(**WAIVED)], on=ON)
    assert pairs_of(without) == {("B1", "M2")}  # allowed is not yet chosen
    assert without.notes.values.tolist() == []
    running = match(people(1), mentors, SMALL, current=[("B1", "M1")], waivers=[Waiver(**WAIVED)], on=ON)
    assert running.running["note"].tolist() == ["Waived: shared language, allowed by Kari: has a tutor"]


@pytest.mark.parametrize(
    ("change", "key"),
    [
        ({"allowed_by": None}, "waiver_unsigned"),
        ({"reason": ""}, "waiver_unsigned"),
        ({"rules": None}, "waiver_no_rule"),
        ({"rules": "musts"}, "waiver_never"),
        ({"rules": "shared langage"}, "waiver_rule_of"),
    ],
)
def test_a_waiver_says_who_and_why_and_never_waives_a_promise(change: dict[str, object], key: str) -> None:
    somebody = Mentee(id="B1", languages="somali", wishes={"gender": "må: kvinne"})
    mentors = [Mentor(id="M1", languages="arabisk", gender="mann")]
    with pytest.raises(MatchingError) as caught:
        match([somebody], mentors, waivers=[Waiver(**{**WAIVED, **change})], on=ON)
    assert [problem.key.removesuffix("_of") for problem in caught.value.problems] == [key.removesuffix("_of")]
    assert caught.value.text("nb") != caught.value.text("en")


@pytest.mark.parametrize(
    ("conditions", "told"),
    [
        (
            {"locks": [("B1", "M1"), ("B2", "M1")], "quotas": [Quota(mentors=["M1"], at_most=1, per="all")]},
            "The locks B1–M1, B2–M1 go beyond the quota: no more cases than 1 for these: M1.",
        ),
        (
            {"quotas": [Quota(mentors=["M2"], at_most=0, per="all")]},
            "the lowest number of cases for M2 (1) and the quota 'no more cases than 0 for these: M2'.",
        ),
        (
            {"locks": [("B1", "M1"), ("B2", "M1"), ("B3", "M1")]},
            "the lock B1–M1, the lock B2–M1, the lock B3–M1 and the lowest number of cases for M2 (1).",
        ),
    ],
)
def test_conditions_that_contradict_each_other_are_named(conditions: dict[str, object], told: str) -> None:
    mentors = bank(3, 3)
    mentors[1] = mentors[1].model_copy(update={"minimum": 1})
    with pytest.raises(MatchingError) as caught:
        match(people(1, 1, 1), mentors, SMALL, on=ON, **conditions)  # type: ignore[arg-type]  # a mapping of options
    assert told in str(caught.value)


def test_a_conflict_is_solvable_without_any_one_of_its_members() -> None:
    mentors = [m.model_copy(update={"minimum": 1}) for m in bank(2, 2, 2)]
    locks = [("B1", "M1"), ("B2", "M1")]
    with pytest.raises(MatchingError, match="cannot be kept together"):
        match(people(1, 1, 1), mentors, SMALL, locks=locks, on=ON)
    for fewer in (locks[:1], locks[1:]):
        assert match(people(1, 1, 1), mentors, SMALL, locks=fewer, on=ON).shortfall.empty
    for at in range(1, 3):
        freed = [m.model_copy(update={"minimum": None}) if n == at else m for n, m in enumerate(mentors)]
        assert match(people(1, 1, 1), freed, SMALL, locks=locks, on=ON).shortfall.empty


def test_crossing_quotas_are_named_in_peoples_words() -> None:
    quotas = [Quota(mentors=names, at_most=1, per="all") for names in (["M1", "M2"], ["M2", "M3"])]
    with pytest.raises(MatchingError) as caught:
        match(people(1), bank(1, 1, 1), SMALL, quotas=quotas, on=ON)
    assert (
        "ikke flere saker enn 1 for disse: M1 og M2; ikke flere saker enn 1 for disse: M2 og M3"
        in caught.value.text("nb")
    )


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"at_least": 1}, "quota_of_whom"),
        ({"field": "sector", "mentors": "M1", "at_most": 1}, "quota_of_whom"),
        ({"field": "sector", "at_most": 1}, "quota_values"),
        ({"field": "sector", "values": "politi"}, "quota_number"),
        ({"mentors": "M1", "at_most": 1, "per": "group"}, "quota_group"),
        ({"mentors": "M1", "at_least": 1, "per": "all"}, "quota_at_least"),
        ({"mentors": "M1", "at_least": 2, "at_most": 1}, "quota_order"),
        ({"field": "religion", "values": "x", "at_most": 1}, "quota_special"),
        ({"field": "sektorr", "values": "x", "at_most": 1}, "quota_field"),
        ({"field": "years_trained", "values": "lenge", "at_most": 1}, "quota_range"),
    ],
)
def test_a_quota_that_says_too_little_or_too_much(given: dict[str, object], key: str) -> None:
    with pytest.raises(MatchingError) as caught:
        match(people(1), bank(1), SMALL, quotas=[Quota(**given)], on=ON)
    assert [problem.key.removesuffix("_of") for problem in caught.value.problems] == [key]


def test_the_engine_is_told_with_its_reason_and_one_that_cannot_is_an_error() -> None:
    assert match(people(1), bank(1), SMALL, on=ON).engine == "hungarian"
    matching = match(people(2), bank(1, 1), SMALL, on=ON)
    assert (matching.engine, "flow" in matching.engine_reason) == ("flow", True)
    with pytest.raises(MatchingError, match="flow"):
        match(people(2), bank(1, 1), SMALL, engine="hungarian", on=ON)


def test_verify_fails_for_other_conditions_than_those_that_were_solved() -> None:
    quota = Quota(mentors=["M1"], at_most=1, per="all")
    matching = match(people(2, 1), bank(2, 1), SMALL, quotas=[quota], on=ON)
    matching.verify()
    with pytest.raises(VerificationError):
        replace(matching, _conditions=replace(matching._conditions, quotas=())).verify()
