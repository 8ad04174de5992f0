"""Addresses, dates, user names and numbers in Norwegian text: whatever has a form of its own."""

import re
from collections.abc import Iterator
from functools import lru_cache

from mentormatch.casework.word_lists import either, word_list

Span = tuple[int, int, str]
"""Start, end and kind; the kind is empty for what identifies nobody and must not be read as a number."""


def shaped(text: str) -> Iterator[Span]:
    """Everything that its form gives away, the surer forms first: a later one may overlap an earlier one."""
    for kind, pattern in _patterns():
        for found in pattern.finditer(text):
            yield found.start(), found.end(), kind


@lru_cache
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    months = either(word_list("identifying", "dates", "months"))
    short_months = either(word_list("identifying", "dates", "short_months"))
    weekdays = either(word_list("identifying", "dates", "weekdays"))
    short_weekdays = either(word_list("identifying", "dates", "short_weekdays"))
    seasons = either(word_list("identifying", "dates", "seasons"))
    season_words = either(word_list("identifying", "dates", "season_words"))
    feasts = either(word_list("identifying", "dates", "feasts"))
    streets = either(word_list("places", "endings", "street"))
    sure_streets = either(word_list("places", "endings", "sure"))
    instruments = either(word for word in word_list("identifying", "nobody") if re.search(r"\d", word))
    ages = either(word_list("identifying", "numbers", "words"))
    grown_ages = either(word_list("identifying", "numbers", "words")[:20])
    no_duration = "".join(
        rf"(?<!\b(?i:{word})\s)" for word in ("i", "for", "om", "etter", "siste", "over", "hvert", "kvart")
    )
    year = r"(?:19[2-9]\d|20[0-4]\d)"
    day = r"(?:0?[1-9]|[12]\d|3[01])"
    month_number = r"(?:0?[1-9]|1[0-2])"
    weekday = rf"(?:{weekdays}(?:en|er|ane|ene|s?(?:kveld|morgen|morgon|natt|ettermiddag)(?:en|a)?)?)"
    any_month = rf"(?:{months}|{short_months}\b\.?)"
    numeric = (
        rf"{year}-\d\d-\d\d|{day}[./-]\s?{month_number}[./-]\s?(?:\d{{4}}|\d\d)\b|{day}/{month_number}\b|"
        rf"{day}\.{month_number}\b\.?"
    )
    house = r"\s\d{1,4}(?:\s?[A-Za-z]\b)?"
    word = r"[^\W\d_]"
    capital = r"[A-ZÆØÅÁŠČŽ]"
    ordered = [
        ("name", r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+|(?<!\w)@[\w.]*\w|\b(?:https?://|www\.)\S+\w"),
        ("", r"(?:§+|\b(?:paragraf|artikkel|art\.?))\s*\d+\s?[a-z]?\b(?:\s*(?:nr\.?|bokstav|ledd|og|,)\s*\d+)*"),
        ("", rf"(?<!\w){instruments}(?!\w)"),
        ("place", rf"\b(?:{capital}{word}*\.?\s){{0,3}}{word}+{streets}{house}(?!\w)"),
        ("place", rf"\b(?:{capital}[^\W_]*\.?\s){{1,3}}{streets}{house}(?!\w)"),
        ("place", rf"\b(?:{capital}{word}*\s){{0,2}}{capital}{word}+{sure_streets}s?\b"),
        ("place", rf"\b(?:{capital}{word}*\s){{1,3}}{sure_streets}\b"),
        ("place", r"\b[EeFf]\s?(?:6|8|10|14|16|18|39|69|75|105|134)\b"),
        ("number", r"(?<!\d)\d{6}\s?\d{5}(?!\d)|(?<!\d)\d{4}[. ]\d\d[. ]\d{5}(?!\d)"),
        ("number", rf"\b{capital}{{2}}\s?\d{{5}}\b"),
        ("number", r"\b\d{4}/\d{3,}\b|\b\d{2}[-/]\d{3,}\b"),
        ("number", r"(?<!\d)(?:\+\d\d\s?|00\d\d\s?)?(?:\d\d\s\d\d\s\d\d\s\d\d|\d{3}\s\d\d\s\d{3}|\d{8})(?!\d)"),
        ("number", r"(?:(?<=\bkl\s)|(?<=\bkl\.\s))\d{1,4}(?:[.:]\d\d)?|\b\d\d?:\d\d\b"),
        (
            "date",
            rf"\b(?:(?:{weekday}|{short_weekdays}\.?),?\s(?:den\s)?)?(?:{numeric}"
            rf"|{day}\.?(?:\s?(?:og|-|–)\s?{day}\.)?\s?{any_month}(?:\s{year}\b)?)(?!\w)",
        ),
        ("date", rf"\b{months}(?:\s(?:i\s)?{year})?\b"),
        ("date", rf"\bden\s{day}\.(?=\s|$)(?!\s(?:gang|person|møte|samtale))"),
        (
            "date",
            rf"\b{seasons}\s(?:i\s)?(?:{year}|fjor)\b|\b{season_words}\s{year}\b|\b(?:for)?fjor(?:\s{season_words})?\b",
        ),
        (
            "date",
            rf"\b(?:sist|siste|forrige|førre|neste)\s{season_words}\b|\b(?<=i\s)(?:sommer|sommar|høst|haust|vinter)\b",
        ),
        (
            "date",
            r"\b(?<=i\s)vår\b(?=\s*[.,;:!?)]|\s*$|\s(?:var|ble|vart|fikk|begynte|har|og|da|men|med|han|hun|ho|kom)\b)",
        ),
        ("date", rf"\b{weekday}\b"),
        ("date", rf"\b{feasts}(?:s?(?:kvelden|dagen|helgen|helga))?\b"),
        ("date", rf"(?<![\d.,/-]){year}(?:\s?[–-]\s?(?:{year}|\d\d))?(?![\d/]|\s\d{{3}}\b|[.,]\d)"),
        ("name", r"(?<![\w.])(?=[\w.]{0,60}[^\W\d_]{3})[^\W\d_][\w.]{0,60}\d\w*\b|\b[^\W_]+(?:_[^\W_]+)+\b"),
        ("number", rf"\b{ages}(?:\s?og\s?{ages})?-?år(?:ing|ig)\w*"),
        ("number", rf"{no_duration}\b{ages}(?=\sår\b)(?!\sår\ss(?:iden|idan|enere|einare))"),
        (
            "number",
            rf"\b(?:(?<=\ber\s)|(?<=\bvar\s)){grown_ages}(?=[.,;:!?)]|\s(?:og|men|da|når)\b|$)|\b(?<=\bfylte\s){grown_ages}\b",
        ),
        ("number", r"\b\d{1,3}-?år(?:ing|ig)\w*"),
        ("number", r"(?<!\d)\d{1,3}(?:[ .]\d{3})+(?:,\d+)?(?!\d)"),
        ("number", rf"\b(?:{capital}{{1,3}}-)?[^\W_]*\d[^\W_]*(?:[-./,:][^\W_]*\d[^\W_]*)*"),
    ]
    return tuple((kind, re.compile(pattern, re.IGNORECASE if kind == "date" else 0)) for kind, pattern in ordered)
