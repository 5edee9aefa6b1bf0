"""CAMEO: a code that lost its zero gives its column away, and one that did not is left alone."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.data.cameo import Codes, Condemned, cooperative
from sim.errors import InvalidInput

BOOK = Path(__file__).parents[3] / "shared" / "record" / "cameo_goldstein.csv"
ROOTS = [f"{root:02d}" for root in range(1, 21)]
CODES = st.builds(
    lambda root, rest: root + rest, st.sampled_from(ROOTS), st.text("0123456789", max_size=2)
)
# The book divides no code from 010 to 020 any further.
IN_BOOK = CODES.filter(lambda code: len(code) < 4 or not "010" <= code[:3] <= "020")


@given(CODES)
def test_an_event_is_cooperative_by_its_root(code):
    assert cooperative(code) == (int(code[:2]) <= 8)


@given(st.lists(CODES, min_size=1))
def test_codes_as_they_are_published_are_trusted_as_soon_as_one_begins_with_a_zero(codes):
    column = Codes()
    for line, code in enumerate(["010", *codes]):
        column.judge(line, code)
    assert column.verdict() is None


@given(st.lists(IN_BOOK, min_size=1))
def test_a_column_without_its_zeros_is_condemned_or_never_had_one(codes):
    column = Codes()
    try:
        for line, code in enumerate(codes):
            column.judge(line, code.lstrip("0"))
    except Condemned:
        return
    assert column.verdict() or not any(code[0] == "0" for code in codes)


@pytest.mark.parametrize(
    "code", ["1", "9", "21", "36", "99", "211", "999", "10.0", "190.0", "36,0", "1.4e+01"]
)
def test_what_only_a_lost_zero_explains_condemns_the_column(code):
    with pytest.raises(Condemned, match="lost their leading zeros"):
        Codes().judge(1, code)


@pytest.mark.parametrize(
    "code",
    [
        "",
        "0",
        "00",
        "0036",
        "x36",
        "03612",
        "99999",
        "\u0661\u0660",
        "-36",
        "---",
        "nan",
        "-5.0",
        "0.0",
        "3.4",
    ],
)
def test_what_is_no_code_at_all_is_a_damaged_row(code):
    Codes().judge(1, code)
    with pytest.raises(InvalidInput, match="2 to 4 digits"):
        cooperative(code)


@pytest.mark.parametrize("code", ["10", "12", "14", "20"])
def test_what_can_be_read_either_way_needs_a_witness(code):
    confirmed, contradicted, alone = Codes(), Codes(), Codes()
    confirmed.judge(1, code, "conflict")
    assert confirmed.verdict() is None
    with pytest.raises(Condemned):
        contradicted.judge(1, code, "cooperative")
    alone.judge(7, code)
    assert alone.verdict()[0] == 7


@pytest.mark.skipif(not BOOK.exists(), reason="the codebook is not at hand")
def test_the_codebook_passes_whole_and_is_condemned_without_its_zeros():
    with BOOK.open(encoding="utf-8") as file:
        book = list(csv.DictReader(file))
    whole = Codes()
    for row in book:
        whole.judge(1, row["code"], score=row["goldstein"])
        assert cooperative(row["code"]) == row["quad"].endswith("coop")
    assert whole.verdict() is None
    for row in book:
        code, column = str(int(row["code"])), Codes()
        if code == row["code"]:  # it had no zero to lose, and its score says so
            column.judge(1, code, score=row["goldstein"])
            assert column.verdict() is None
            continue
        try:
            column.judge(1, code, score=row["goldstein"])
            assert column.verdict(), row["code"]
        except Condemned:
            pass
