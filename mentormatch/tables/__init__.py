"""Tables there and back: CSV, Excel, JSON and DataFrames to mentors, mentees and decisions, and results to files."""

from mentormatch.tables.conditions import read_quotas, read_waivers
from mentormatch.tables.decisions import DECISION_COLUMNS, Decisions, read_decisions
from mentormatch.tables.reading import headings_language, read_mentees, read_mentors
from mentormatch.tables.sources import Source
from mentormatch.tables.writing import write_people, write_table, write_tables

__all__ = [
    "DECISION_COLUMNS",
    "Decisions",
    "Source",
    "headings_language",
    "read_decisions",
    "read_mentees",
    "read_mentors",
    "read_quotas",
    "read_waivers",
    "write_people",
    "write_table",
    "write_tables",
]
