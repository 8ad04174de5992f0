"""Municipalities, counties and RVTS regions."""

import re
from datetime import date

from mentormatch.errors import Problem, VocabularyError
from mentormatch.vocabulary.files import Place, RegionsFile
from mentormatch.vocabulary.spellings import Spellings, exact, quoted

_KIND = re.compile(
    r"\b(?:kommune|kommuna|kommunen|municipality(?: of)?|herad|suohkan|tjïelte|komuuni)\b", re.IGNORECASE
)
_NUMBERED = re.compile(r"(\d{3,4})\b[\s,:.–-]*(.*)")
_WITHIN = re.compile(r"(.+?)\s*(?:\((.+)\)|,\s*(.+)|\s(?:i|in)\s(.+))", re.IGNORECASE)


class Places:
    """The places of one vocabulary."""

    def __init__(self, municipalities: tuple[Place, ...], counties: tuple[Place, ...], regions: RegionsFile) -> None:
        self._names = {place.number: place.name for place in municipalities}
        self.numbers = tuple(self._names)
        self._counties = {place.number: place.name for place in counties}
        self._regions = regions.regions
        homeless = sorted({number[:2] for number in self._names} - self._counties.keys())
        if homeless:
            raise VocabularyError(
                Problem("vocabulary_entry", {"file": "counties.csv", "entry": county}) for county in homeless
            )
        self._spellings = Spellings((word, place.number) for place in municipalities for word in place.spellings)
        self._county_spellings = Spellings((word, place.number) for place in counties for word in place.spellings)

    def municipality(self, text: str) -> str:
        """The number of a municipality; see :meth:`Vocabulary.municipality`."""
        numbered = _NUMBERED.fullmatch(text)
        if numbered:
            number = numbered[1].zfill(4)
            if number not in self._names:
                raise VocabularyError.of("vocabulary_municipality_number", number=number)
            if exact(numbered[2]) and number not in self._find(numbered[2]):
                raise VocabularyError.of("vocabulary_municipality_mismatch", number=number, name=self._names[number])
            return number
        found = self._find(text)
        if len(found) == 1:
            return found[0]
        word = quoted(text)
        if found:
            choices = ", ".join(self._full_name(number) for number in found)
            raise VocabularyError.of("vocabulary_municipality_choice", word=word, choices=choices)
        within = _WITHIN.fullmatch(text)
        near = [self._full_name(number) for number in self._find(within[1])] if within else []
        near = near or self._spellings.near(_KIND.sub("", text))
        if near:
            raise VocabularyError.of("vocabulary_municipality_near", word=word, near=", ".join(near))
        raise VocabularyError.of("vocabulary_municipality", word=word)

    def name(self, number: str) -> str:
        """The Norwegian name of a municipality."""
        if number not in self._names:
            raise VocabularyError.of("vocabulary_municipality_number", number=quoted(number))
        return self._names[number]

    def county(self, number: str) -> str:
        """The county of a municipality: the first two digits of its number."""
        return number[:2]

    def county_name(self, number: str) -> str:
        """The Norwegian name of a county."""
        return self._counties[number]

    def region(self, number: str, on: date) -> str:
        """The key of the RVTS region of a municipality on a day."""
        county = self.county(number)
        rows = [
            (since.valid_from, key)
            for key, region in self._regions.items()
            for since in region.counties
            if since.value == county and since.valid_from <= on
        ]
        if not rows:
            raise VocabularyError.of(
                "vocabulary_no_region", county=self._counties.get(county, county), on=on.isoformat()
            )
        return max(rows)[1]

    def region_name(self, key: str, on: date) -> str:
        """The name of an RVTS centre on a day; before its first recorded day the first name."""
        names = sorted(self._regions[key].names, key=lambda since: since.valid_from)
        return [names[0], *(name for name in names if name.valid_from <= on)][-1].value

    def _full_name(self, number: str) -> str:
        return f"{self._names[number]} ({self._counties[number[:2]]})"

    def _find(self, text: str) -> tuple[str, ...]:
        """The numbers a text stands for; none if its parts contradict each other."""
        word = _KIND.sub(" ", text)
        found = self._spellings.find(word)
        if found:
            return found
        forms = [self._spellings.find(form) for form in re.split(r"/|\s[-–]\s", word)]
        if len(forms) > 1 and all(forms):
            return tuple(number for number in forms[0] if all(number in form for form in forms))
        within = _WITHIN.fullmatch(word.strip())
        if within:
            counties = self._county_spellings.find(within[2] or within[3] or within[4])
            return tuple(number for number in self._find(within[1]) if number[:2] in counties)
        return ()
