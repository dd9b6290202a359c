"""Numbers with units are read as people write them, and compared on one scale."""

from __future__ import annotations

import pytest

from assistant.coverage.quantities import sizes


@pytest.mark.parametrize(
    ("text", "kind", "value", "relation"),
    [
        ("fibres longer than 500 m", "length", 500, ">"),
        ("within five hundred metres", "length", 500, "="),
        ("output at less than 700 bit/s", "rate", 700, "<"),
        ("600 bits per second", "rate", 600, "="),
        ("ambient temperatures below 228 K", "temperature", 228, "<"),
        ("runs at minus 55 degrees Celsius", "temperature", 218.15, "="),
        ("a transmitter of 1.5 kilowatts", "power", 1500, "="),
        ("250 W or more", "power", 250, "≥"),
        ("ERP of +20 dBm (22.15 dBm EIRP) or more", "radiated power", 20, "≥"),
        ("a proof test of at least 2 × 10^9 N/m²", "stress", 2e9, "≥"),
        ("a key length above 56 bits", "key length", 56, ">"),
        ("256-bit keys", "key length", 256, "="),
        ("data rates that exceed 2.0 Gbyte/s", "rate", 16e9, ">"),
        ("lasts only half a millisecond", "time", 0.0005, "="),
    ],
)
def test_a_size_is_read_with_its_limit(text: str, kind: str, value: float, relation: str) -> None:
    first = sizes(text)[0]
    assert (first.kind, first.relation) == (kind, relation)
    assert first.value == pytest.approx(value)


def test_units_that_differ_in_case_stay_apart() -> None:
    assert [size.value for size in sizes("5 MW and 5 mW")] == [5e6, pytest.approx(0.005)]


def test_a_number_without_unit_is_no_size() -> None:
    assert sizes("two servers and 12 users") == []


@pytest.mark.parametrize(
    ("limit", "value", "admitted"),
    [("above 56 bits", "256 bits", True), ("above 56 bits", "56 bits", False), ("at least 56 bits", "56 bits", True)],
)
def test_a_limit_admits_what_is_on_its_side(limit: str, value: str, admitted: bool) -> None:
    assert sizes(limit)[0].admits(sizes(value)[0]) is admitted
