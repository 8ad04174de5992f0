"""Birth numbers of people who do not exist: 80 is added to the month, both control digits are right (Selmer 1967)."""

from hypothesis import strategies as st


def made_up(day: int, month: int, year: int, individual: int) -> str | None:
    """The number of a made-up person; None where a control digit would be 10, so that there is no such number."""
    digits = f"{day:02d}{month + 80:02d}{year % 100:02d}{individual:03d}"
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
        control = -sum(weight * int(digit) for weight, digit in zip(weights, digits, strict=True)) % 11
        if control == 10:
            return None
        digits += str(control)
    return digits


def birth_numbers() -> st.SearchStrategy[str]:
    """Valid numbers of made-up people."""
    return (
        st.builds(made_up, st.integers(1, 28), st.integers(1, 12), st.integers(0, 99), st.integers(0, 999))
        .filter(lambda number: number is not None)
        .map(str)
    )
