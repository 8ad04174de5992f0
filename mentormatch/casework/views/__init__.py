"""Views of a case log: pure functions to DataFrames whose columns are always the same, and sentences for readers.

None of them adds up, averages or sorts by what was seen of a person, and none puts cases in an order of risk.
"""

from mentormatch.casework.views.attention import ATTENTION_COLUMNS, attention
from mentormatch.casework.views.coverage import COVERAGE_COLUMNS, UNSUPERVISED_COLUMNS, coverage, unsupervised
from mentormatch.casework.views.digest import DIGEST_COLUMNS, digest, digest_text
from mentormatch.casework.views.follow_up import FOLLOW_UP_COLUMNS, follow_up
from mentormatch.casework.views.progress import PROGRESS_COLUMNS, progress
from mentormatch.casework.views.timeline import TIMELINE_COLUMNS, timeline
from mentormatch.casework.views.workload import WORKLOAD_COLUMNS, workload

__all__ = [
    "ATTENTION_COLUMNS",
    "COVERAGE_COLUMNS",
    "DIGEST_COLUMNS",
    "FOLLOW_UP_COLUMNS",
    "PROGRESS_COLUMNS",
    "TIMELINE_COLUMNS",
    "UNSUPERVISED_COLUMNS",
    "WORKLOAD_COLUMNS",
    "attention",
    "coverage",
    "digest",
    "digest_text",
    "follow_up",
    "progress",
    "timeline",
    "unsupervised",
    "workload",
]
