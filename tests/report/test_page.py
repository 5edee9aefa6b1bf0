"""Pages: what people read has minus signs, and what they copy has hyphens."""

from __future__ import annotations

from sim.report.page import Cell, Heading, Items, Picture, Still, Table, Text, page


def test_negative_numbers_have_a_minus_sign_in_all_but_code():
    made = page(
        "From -1",
        [
            Heading("To -2"),
            Text("by -3", "finding"),
            Items(["-4"], folded="below -5"),
            Table(["-6"], [["-7", Cell("-8", "bold", ["-9"])]], 0, "under -10"),
            Still("again -11", [Picture("one", "at -12")]),
            Text("sim sweep mine --over ties.A.B.stance=-0.5,-13", "code"),
            Items([Cell("-14 to 2", "code")]),
        ],
        {"one": b""},
    )
    for number in range(1, 13):
        assert f"−{number}" in made and f" -{number}" not in made, number
    assert "stance=-0.5,-13" in made and "<code>-14 to 2</code>" in made
