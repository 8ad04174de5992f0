"""Agreements between mentor and supervisor, and between mentor and mentee."""

import pytest

from mentormatch.casework.agreement import Agreement
from mentormatch.casework.case import Case
from mentormatch.casework.log import CaseLog
from mentormatch.casework.records import read_record
from mentormatch.casework.step import Step
from mentormatch.errors import CaseError


@pytest.mark.parametrize(
    "review, on, due",
    [
        ("2027-03-01", "2027-02-28", False),
        ("2027-03-01", "2027-03-01", True),
        ("2028-02-29", "2028-02-28", False),
        ("2028-02-29", "2028-03-01", True),
        (None, "2099-01-01", False),
    ],
)
def test_when_it_is_to_be_looked_at_again(review: str | None, on: str, due: bool) -> None:
    agreement = Agreement(by="V1", on="2026-09-01", between="mentor_person", parties="M1; B1", review_on=review)
    assert agreement.review_due(on) is due


def test_what_is_wrong_is_told_at_once() -> None:
    with pytest.raises(CaseError) as caught:
        Agreement(by="V1", on="2026-09-01", between="naboer", parties="M1", hours=-1, review_on="2026-08-01")
    assert {(problem.where.field, problem.key) for problem in caught.value.problems} == {
        ("between", "case_code"),
        ("parties", "agreement_parties"),
        ("hours", "value_number"),
    }
    with pytest.raises(CaseError, match="before the day it was made"):
        Agreement(by="V1", on="2026-09-01", between="mentor_person", parties="M1; B1", review_on="2026-08-01")


def test_it_stands_in_a_case_until_it_ends() -> None:
    agreement = Agreement(id="A1", by="V1", on="2026-09-01", between="mentor_supervisor", parties=["M1", "V1", "M1"],
                          case_id="S1", format="ansikt til ansikt", how_often_days=14, hours="1,5", who_reads="V1",
                          review_on="2027-03-01", words="Vi ringer hverandre når noe haster.")  # fmt: skip
    assert (agreement.parties, agreement.hours) == (("M1", "V1"), 1.5)
    assert "ringer" not in repr(agreement)
    log = CaseLog([Case(id="S1", by="K1", on="2026-09-01", host="Bergen", mentee_ids="B1"), agreement])
    log.add(Step(by="V1", subject="A1", to="ended", on="2026-10-01"))
    (standing,) = log.state().cases["S1"].nouns
    assert (standing.status, standing.is_open, read_record(agreement.model_dump(mode="json"))) == (
        "ended",
        False,
        agreement,
    )
