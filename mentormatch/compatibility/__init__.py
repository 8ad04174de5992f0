"""Compatibility: how well two people fit, and whether they may be matched at all."""

from mentormatch.compatibility.encoded import Encoded
from mentormatch.compatibility.model import CompatibilityModel, today

__all__ = ["CompatibilityModel", "Encoded", "today"]
