"""Reports: what a coordinator and an analyst look at."""

from mentormatch.report import charts

__all__ = ["charts"]
