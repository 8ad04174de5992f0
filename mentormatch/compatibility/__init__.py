"""Compatibility: how well two people fit, and whether they may be matched at all."""

from mentormatch.compatibility.encoded import Barred, Encoded
from mentormatch.compatibility.model import CompatibilityModel, today

__all__ = ["Barred", "CompatibilityModel", "Encoded", "today"]
