"""A workbook back on disk: the whole file or none of it, with a copy of the old one beside it."""

import os
import stat
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from mentormatch.sentences import say
from mentormatch.tables.cells import refused
from mentormatch.tables.files import write_bytes
from mentormatch.tables.sources import read_bytes


def refuse_existing(file: Path) -> None:
    """Raise where something of this name is there already: nothing is ever written over it."""
    if file.exists() or file.is_symlink():
        raise refused("workbook_exists", file.name)


def write_new(data: bytes, file: Path) -> None:
    """Write a file that is not there yet, readable by its owner only."""
    refuse_existing(file)
    write_bytes(data, file)


def _may_write(path: Path) -> bool:
    return os.access(path, os.W_OK, effective_ids=os.access in os.supports_effective_ids)


@dataclass(frozen=True)
class Original:
    """A workbook as it was when work on it began."""

    file: Path
    data: bytes

    @classmethod
    def of(cls, path: Path) -> "Original":
        """The file behind this path. Raises ``TableError`` where it could not be replaced."""
        data, file = read_bytes(path), path.resolve()
        for mark in (f"~${file.name}", f".~lock.{file.name}#"):  # of Excel and of LibreOffice
            if (file.parent / mark).exists():
                raise refused("workbook_open", file.name, mark=mark)
        if not file.stat().st_mode & stat.S_IWRITE or not _may_write(file):
            raise refused("workbook_read_only", file.name)
        if not _may_write(file.parent):
            raise refused("workbook_folder", file.name)
        return cls(file, data)

    def replace(self, data: bytes, language: str) -> Path:
        """Put the new content in the place of the old, which stays beside it; the path of that copy.

        Where anything goes wrong the original is as it was, and no copy is left. Raises ``TableError``.
        """
        if read_bytes(self.file) != self.data:
            raise refused("workbook_changed", self.file.name)
        copy = self._copied(language)
        try:
            write_bytes(data, self.file, like=self.file)
        except BaseException:
            copy.unlink()
            raise
        return copy

    def _copied(self, language: str) -> Path:
        now = datetime.now(ZoneInfo("Europe/Oslo"))
        number = 1
        while True:
            key = "workbook.copy" if number == 1 else "workbook.copy_number"
            words = say(key, language, now=f"{now:%Y-%m-%d %H%M}", number=number)
            copy = self.file.with_name(f"{self.file.stem} ({words}){self.file.suffix}")
            if not copy.exists():
                write_bytes(self.data, copy, like=self.file)
                return copy
            number += 1
