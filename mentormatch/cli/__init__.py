"""The command line: ``match`` and what goes with it; for cases ``attention``, ``progress``, ``digest``, ``network``."""

from mentormatch.cli.app import app, main

__all__ = ["app", "main"]
