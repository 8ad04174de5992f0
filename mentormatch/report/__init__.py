"""Reports: what a coordinator and an analyst look at."""

from mentormatch.report import charts
from mentormatch.report.pages import match_page, person_page, shortlist_page, write_page

__all__ = ["charts", "match_page", "person_page", "shortlist_page", "write_page"]
