"""Recorded: files of several shapes give the same counts, and what is damaged is named, never
invented.
"""

from __future__ import annotations

import os
from itertools import count
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.data.countries import state_called
from sim.data.events import counts_in_words, read_record, read_records
from sim.errors import InvalidInput
from sim.scenario import load

SIX = load("article").states
DPRK, RUS, CHN, JPN, ROK, USA = range(6)
SHARED = Path(__file__).parents[3] / "shared" / "record"

YEARS = "year,source,target,verbal_coop,material_coop,verbal_conflict,material_conflict,n\n"
ICEWS = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO"
    " Code\tIntensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence"
    " Number\tPublisher\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\n"
)


IDS = count(1)


def icews(
    date: str, source: str, target: str, code: str, score: str = "0.0", known: str | None = None
) -> str:
    """Return an event as raw ICEWS files write it, by default one that no other file knows."""
    row = [
        known or str(next(IDS)),
        date,
        "Somebody",
        "",
        source,
        "Consult",
        code,
        score,
        "Somebody",
        "",
        target,
    ]
    return "\t".join([*row, "1", "1", "A paper", "", "", "", "", "39.0", "125.7"]) + "\n"


def gdelt(
    date: str,
    source: str,
    target: str,
    quad: str,
    added: str | None = None,
    code: str = "",
    known="",
) -> str:
    """Return an event as GDELT writes it: 57 columns of history, 58 of days since April 2013, 61 of
    GDELT 2.0.
    """
    row = [""] * (59 if added and len(added) > 8 else 56)
    row[0], row[1], row[7], row[17], row[26], row[29] = (
        known or str(next(IDS)),
        date,
        source,
        target,
        code,
        quad,
    )
    row[28] = code[:2]
    return (
        "\t".join([*row, added or "20130203", *(["https://example.org/a"] if added else [])]) + "\n"
    )


def read(tmp_path, content: str | bytes, name: str = "events.csv"):
    path = tmp_path / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return read_record(path, SIX)


def test_a_table_by_year_is_counted_by_kind_and_its_gaps_stay_unknown(tmp_path):
    record = read(tmp_path, YEARS + "2013,PRK,RUS,10,2,3,4,19\n2012,Russia,731,1,0,0,5,6\n")
    assert (record.periods, record.monthly) == (("2012", "2013"), False)
    assert record.cooperation[1, DPRK, RUS] == 12 and record.conflict[1, DPRK, RUS] == 7
    assert record.cooperation[0, RUS, DPRK] == 1 and record.conflict[0, RUS, DPRK] == 5
    assert np.isfinite(record.cooperation).sum() == np.isfinite(record.conflict).sum() == 2


@pytest.mark.parametrize(
    ("columns", "month"), [("month", "2014-03"), ("year,month", "2014,3"), ("month", "201403")]
)
def test_a_table_by_month_is_monthly_however_it_writes_months(tmp_path, columns, month):
    record = read(tmp_path, YEARS.replace("year", columns) + f"{month},PRK,CHN,1,1,0,0,2\n")
    assert (record.periods, record.monthly) == (("2014-03",), True)


def test_single_events_are_counted_by_month_and_quad_class_and_none_is_none(tmp_path):
    rows = [
        icews("2014-01-31", "North Korea", "China", code)
        for code in ("010", "0841", "09", "138", "2042")
    ]
    rows += [icews("2014-03-01", "Brazil", "China", "040")]
    record = read(tmp_path, ICEWS + "".join(rows))
    assert record.periods == ("2014-01", "2014-02", "2014-03")  # all that the file covers
    assert record.cooperation[:, DPRK, CHN].tolist() == [2, 0, 0] and record.conflict[
        :, DPRK, CHN
    ].tolist() == [
        3,
        0,
        0,
    ]
    assert record.cooperation[0, JPN, USA] == 0 and np.isnan(record.cooperation[:, JPN, JPN]).all()
    assert (record.rows, record.outside) == (6, 1)


def test_gdelt_is_counted_by_its_quad_class(tmp_path):
    rows = [gdelt("20130115", "PRK", "RUS", quad) for quad in "12344"] + [
        gdelt("20130220", "USA", "", "1")
    ]
    record = read(tmp_path, "".join(rows))
    assert (record.periods, record.rows, record.outside) == (("2013-01", "2013-02"), 6, 1)
    assert (record.cooperation[0, DPRK, RUS], record.conflict[0, DPRK, RUS]) == (2, 3)


def test_events_that_gdelt_dates_back_do_not_stretch_what_a_file_covers(tmp_path):
    rows = [
        gdelt("20140305", "USA", "CHN", "1", "20140305"),
        gdelt("20040305", "USA", "CHN", "4", "20140305"),
    ]
    record = read(tmp_path, "".join(rows))
    assert (record.periods, record.rows, record.outside) == (("2014-03",), 2, 1)
    assert record.conflict[0, USA, CHN] == 0


def test_rows_of_others_and_of_a_state_with_itself_are_passed_over(tmp_path):
    record = read(
        tmp_path, YEARS + "2013,PRK,RUS,1,0,0,0,1\n2013,PRK,BRA,1,0,0,0,1\n2013,PRK,PRK,1,0,0,0,1\n"
    )
    assert (record.rows, record.outside, record.damaged) == (3, 2, 0)
    assert (
        counts_in_words(record)
        == "events.csv: 3 rows read, 2 passed over (not between two of the states), none damaged"
    )


@pytest.mark.parametrize(
    ("row", "word"),
    [
        ("2013,PRK,CHN,,0,0,0,1", "verbal_coop is ''"),
        ("2013,PRK,CHN,1,NA,0,0,1", "material_coop is 'NA'"),
        ("2013,PRK,CHN,1,0,-9,0,1", "verbal_conflict is '-9'"),
        ("2013,PRK,CHN,1,0,0,inf,1", "material_conflict is 'inf'"),
        (
            "2013,PRK,CHN,1.7e308,0,0,0,1",
            "verbal_coop is '1.7e308': a whole number of events from 0 to 10,000,000",
        ),
        ("2013,PRK,CHN,1,0,10000001,0,1", "verbal_conflict is '10000001'"),
        ("2013,PRK,CHN,1,0,0,2.5,1", "material_conflict is '2.5'"),
        ("2013,PRK,CHN,1_0,0,0,0,1", "verbal_coop is '1_0'"),
        ("20\u0661\u0663,PRK,CHN,1,0,0,0,1", "year is"),
        ("13,PRK,CHN,1,0,0,0,1", "year is '13'"),
        ("2013,PRK,CHN,1,0", "5 columns instead of 8"),
    ],
)
def test_a_damaged_row_is_named_by_file_and_line_and_the_rest_is_read(tmp_path, row, word):
    record = read(tmp_path, f"{YEARS}2013,PRK,RUS,7,0,0,0,7\n{row}\n2013,RUS,PRK,8,0,0,0,8")
    assert record.faults == (record.faults[0],) and record.faults[0].startswith("events.csv:3: ")
    assert word in record.faults[0]
    assert (record.rows, record.damaged, record.outside) == (3, 1, 0)
    assert (record.cooperation[0, DPRK, RUS], record.cooperation[0, RUS, DPRK]) == (7, 8)
    assert np.isnan(record.cooperation[0, DPRK, CHN])


def test_damaged_bytes_and_a_cut_last_row_of_an_event_file_are_named(tmp_path):
    good, other = (icews("2014-01-02", "North Korea", "China", "036") for _ in range(2))
    rows = [
        good,
        good.replace("A paper", "Un café"),
        good.replace("A paper", "A\0paper"),
        good.replace("036", "x36"),
    ]
    record = read(tmp_path, (ICEWS + "".join([*rows, other, good[:40]])).encode("latin-1"))
    assert [fault.split(": ")[0] for fault in record.faults] == [
        f"events.csv:{line}" for line in (3, 4, 5, 7)
    ]
    assert (
        "not UTF-8" in record.faults[0]
        and "NUL" in record.faults[1]
        and "'x36'" in record.faults[2]
    )
    assert (record.rows, record.damaged, record.cooperation[0, DPRK, CHN]) == (6, 4, 2)


def test_what_is_no_event_data_is_refused_with_what_was_found(tmp_path):
    with pytest.raises(
        ValueError, match=r"things.csv: expected a dyad table .* found 2 columns: apples, pears"
    ):
        read(tmp_path, "apples,pears\n1,2\n", "things.csv")
    with pytest.raises(ValueError, match="found 60 columns"):
        read(tmp_path, gdelt("20140305", "USA", "CHN", "1", "20140305").strip() + "\t\t\n")


def test_a_file_without_any_row_between_the_states_is_refused(tmp_path):
    with pytest.raises(
        ValueError, match=r"no row of 1 .* two of DPRK, RUS.*; line 2 is about .BRA. and .ARG."
    ):
        read(tmp_path, YEARS + "2013,BRA,ARG,1,0,0,0,1\n")
    with pytest.raises(ValueError, match=r"no row of 1 .* first events.csv:2: verbal_coop is 'x'"):
        read(tmp_path, YEARS + "2013,PRK,CHN,x,0,0,0,1\n")


def test_the_order_of_states_changes_nothing_but_the_order(tmp_path):
    record = read(tmp_path, YEARS + "2013,PRK,RUS,1,2,3,4,10\n2013,USA,CHN,5,6,7,8,26\n")
    other = read_record(tmp_path / "events.csv", SIX[::-1])
    assert other.codes == record.codes[::-1]
    for name in ("cooperation", "conflict"):
        np.testing.assert_array_equal(getattr(other, name), getattr(record, name)[:, ::-1, ::-1])


@given(
    st.sampled_from([YEARS, ICEWS, gdelt("20130115", "PRK", "RUS", "1")]),
    st.lists(st.binary(max_size=60), max_size=5),
)
def test_whatever_a_file_holds_every_row_is_counted_passed_over_or_named(
    tmp_path_factory, start, rows
):
    good = {
        YEARS: "2013,PRK,RUS,1,2,3,4,10\n",
        ICEWS: icews("2014-01-02", "North Korea", "China", "036"),
    }.get(start, "")
    path = tmp_path_factory.mktemp("fuzz") / "events.csv"
    path.write_bytes((start + good).encode() + b"\n".join(row.replace(b"\n", b"") for row in rows))
    record = read_record(path, SIX)
    known = (
        np.isfinite(record.cooperation) if start == YEARS else record.cooperation + record.conflict
    )
    assert record.rows == np.nansum(known) + record.outside + record.damaged + record.repeated
    assert len(record.faults) == record.damaged


@pytest.mark.skipif(not SHARED.exists(), reason="the record is not at hand")
@pytest.mark.parametrize("name", ["icews_dyad_year_2002_2013.csv", "icews_dyad_month_2014h1.csv"])
def test_the_tables_of_the_record_are_read_whole(name):
    record, table = read_record(SHARED / name, SIX), pd.read_csv(SHARED / name)
    assert (record.rows, record.outside, record.damaged) == (len(table), 0, 0)
    assert np.nansum(record.cooperation) == table.verbal_coop.sum() + table.material_coop.sum()
    assert np.nansum(record.conflict) == table.verbal_conflict.sum() + table.material_conflict.sum()


@pytest.mark.skipif(not SHARED.exists(), reason="the record is not at hand")
def test_the_raw_events_of_the_record_are_read_whole():
    record = read_record(SHARED / "icews_raw_sample.tab", SIX)
    table = pd.read_csv(SHARED / "icews_raw_sample.tab", sep="\t", dtype=str, quoting=3)
    root = table["CAMEO Code"].str[:2].astype(int)
    assert (record.rows, record.outside, record.damaged) == (len(table), 0, 0)
    assert (np.nansum(record.cooperation), np.nansum(record.conflict)) == (
        (root <= 8).sum(),
        (root > 8).sum(),
    )


DATED = "date,source,target,kind,quad,text\n"


def test_a_list_of_dated_events_is_counted_by_month_and_quad(tmp_path):
    quads = ("verbal_coop", "material_coop", "verbal_conflict", "material_conflict", "verbal_coop")
    rows = "".join(
        f'2014-01-{day:02d},PRK,RUS,visit,{quad},"one, two"\n'
        for day, quad in enumerate(quads, start=1)
    )
    record = read(
        tmp_path,
        DATED
        + rows
        + "2014-03-01,UNSC,PRK,sanctions,material_conflict,x\n2014-04-02,PRK,ALL,x,verbal_coop,x\n",
    )
    assert record.periods == ("2014-01", "2014-02", "2014-03", "2014-04") and record.monthly
    assert record.cooperation[:, DPRK, RUS].tolist() == [3, 0, 0, 0]
    assert record.conflict[:, DPRK, RUS].tolist() == [2, 0, 0, 0]
    assert (record.rows, record.outside, record.damaged) == (7, 2, 0)


@pytest.mark.parametrize(
    ("row", "word"),
    [
        (
            "2014-01-05,PRK,RUS,visit,cooperation,x",
            "quad is 'cooperation': verbal_coop, material_coop, verbal_conflict or",
        ),
        ("5 Jan 2014,PRK,RUS,visit,verbal_coop,x", "month or date is '5 Jan 2014'"),
        ("2014-01-05,PRK,RUS,visit", "4 columns instead of 6"),
    ],
)
def test_a_damaged_event_of_a_list_is_named(tmp_path, row, word):
    record = read(tmp_path, f"{DATED}2014-01-02,PRK,RUS,visit,verbal_coop,x\n{row}\n")
    assert (record.rows, record.damaged, record.cooperation[0, DPRK, RUS]) == (2, 1, 1)
    assert record.faults[0].startswith("events.csv:3: ") and word in record.faults[0]


@pytest.mark.skipif(not SHARED.exists(), reason="the record is not at hand")
def test_the_chronology_of_the_record_is_read_whole_and_all_and_the_council_are_nobody():
    record = read_record(SHARED / "chronology_2012_2015feb.csv", SIX)
    table = pd.read_csv(SHARED / "chronology_2012_2015feb.csv")
    two = ~table["source"].isin(["UNSC"]) & ~table["target"].isin(["ALL"])
    assert (record.rows, record.outside, record.damaged) == (len(table), int((~two).sum()), 0)
    assert np.nansum(record.cooperation) == (two & table["quad"].str.endswith("coop")).sum()


CODES = ("010", "012", "036", "042", "014", "190")


def lost(code: str) -> str:
    """Return a code as a program leaves it that takes it for a number."""
    return str(int(code))


def test_codes_that_lost_their_zeros_condemn_the_file_whoever_the_row_is_about(tmp_path):
    rows = [icews("2013-01-10", "United States", "China", code) for code in CODES]
    assert read(tmp_path, ICEWS + "".join(rows)).cooperation[0, USA, CHN] == 5
    rows = [icews("2013-01-10", "United States", "China", lost(code)) for code in CODES]
    with pytest.raises(
        InvalidInput,
        match=r"events.csv:4: CAMEO code is '36': .*lost their leading zeros.*original",
    ):
        read(tmp_path, ICEWS + "".join(rows))
    rows = [
        icews("2013-01-10", "United States", "China", "042"),
        icews("2013-01-10", "Brazil", "", "42"),
    ]
    with pytest.raises(InvalidInput, match=r"events.csv:3: .*lost their leading zeros"):
        read(tmp_path, ICEWS + "".join(rows))


def test_codes_that_can_be_read_either_way_are_trusted_where_another_begins_with_a_zero(tmp_path):
    rows = [
        icews("2013-01-10", "United States", "China", code) for code in ("10", "12", "14", "190")
    ]
    with pytest.raises(InvalidInput, match=r"events.csv:2: CAMEO code '10' may be 010"):
        read(tmp_path, ICEWS + "".join(rows))
    record = read(tmp_path, ICEWS + "".join([*rows, icews("2013-01-10", "Brazil", "China", "010")]))
    assert record.conflict[0, USA, CHN] == 4


def test_a_short_file_of_nothing_but_quarrels_is_read(tmp_path):
    rows = [icews("2013-01-10", "United States", "China", code) for code in ("145", "190", "1411")]
    rows.append(
        icews("2013-01-10", "United States", "China", "14", "-6.5")
    )  # Goldstein's score of a protest
    assert read(tmp_path, ICEWS + "".join(rows)).conflict[0, USA, CHN] == 4


def test_a_score_that_contradicts_a_code_gives_lost_zeros_away(tmp_path):
    rows = [
        icews("2013-01-10", "Brazil", "China", "042", "1.9"),
        icews("2013-01-11", "Iran", "China", "14", "0.0"),
    ]
    with pytest.raises(InvalidInput, match=r"events.csv:3: CAMEO code is '14': .*lost"):
        read(tmp_path, ICEWS + "".join(rows))


@pytest.mark.parametrize(
    ("codes", "quads"),
    [
        (("010", "10"), "11"),
        (("042", "43"), "11"),
        (("10.0", "190.0"), "14"),
        (("042", "4"), "11"),
    ],
)
def test_lost_zeros_condemn_files_of_gdelt_too(tmp_path, codes, quads):
    rows = [
        gdelt("20130115", "PRK", "RUS", quad, code=code)
        for code, quad in zip(codes, quads, strict=True)
    ]
    with pytest.raises(InvalidInput, match="lost their leading zeros"):
        read(tmp_path, "".join(rows))


def test_a_row_of_gdelt_whose_code_and_quad_class_contradict_each_other_is_damaged(tmp_path):
    rows = [
        gdelt("20130115", "PRK", "RUS", quad, code=code)
        for code, quad in (("042", "1"), ("190", "4"), ("190", "1"))
    ]
    record = read(tmp_path, "".join(rows))
    assert (record.cooperation[0, DPRK, RUS], record.conflict[0, DPRK, RUS], record.damaged) == (
        1,
        1,
        1,
    )
    assert "CAMEO code 19 and QuadClass 1 contradict each other" in record.faults[0]


def test_gdelt_is_read_in_its_second_form_and_with_the_names_of_its_columns(tmp_path):
    new = [gdelt("20150219", "PRK", "RUS", quad, "20150219230000") for quad in "114"]
    record = read(tmp_path, "".join(new))
    assert (record.cooperation[0, DPRK, RUS], record.conflict[0, DPRK, RUS]) == (2, 1)
    head = "GLOBALEVENTID,SQLDATE,Actor1CountryCode,Actor2CountryCode,EventCode\n"
    record = read(
        tmp_path,
        head + "1,20130115.0,PRK,RUS,042\n2,20130115,PRK,RUS,190\n1,20130115,PRK,RUS,042\n",
    )
    assert (record.cooperation[0, DPRK, RUS], record.conflict[0, DPRK, RUS], record.repeated) == (
        1,
        1,
        1,
    )


def test_a_row_of_gdelt_that_was_added_before_it_happened_is_damaged(tmp_path):
    rows = [
        gdelt("20140305", "USA", "CHN", "1", "20140305"),
        gdelt("20140305", "USA", "CHN", "4", "19990305"),
    ]
    record = read(tmp_path, "".join(rows))
    assert (record.periods, record.damaged) == (
        ("2014-03",),
        1,
    ) and "before the event itself" in record.faults[0]


def test_an_event_counts_once_however_often_the_file_holds_it(tmp_path):
    events = [
        icews("2013-01-10", "United States", "China", code, known=k)
        for k, code in (("7", "042"), ("8", "112"))
    ]
    again = icews(
        "2013-02-10", "United States", "China", "042", known="7"
    )  # another date: another event
    record = read(tmp_path, ICEWS + "".join([*events, again, *events, events[0]]))
    assert (
        record.cooperation[:, USA, CHN].sum(),
        record.conflict[:, USA, CHN].sum(),
        record.repeated,
    ) == (2, 1, 3)
    assert counts_in_words(record).endswith("none damaged, 3 repeated events passed over")


def test_events_without_an_id_are_all_counted(tmp_path):
    head = "Event Date,Source Country,Target Country,CAMEO Code\n"
    record = read(tmp_path, head + "2013-01-10,USA,China,042\n" * 2)
    assert (record.cooperation[0, USA, CHN], record.repeated) == (2, 0)


@pytest.mark.parametrize("known", [" ", "NA", "nan", "None", ".", "4.1E+08", "1.2e7", "1e+05"])
def test_an_id_that_is_missing_or_was_rounded_makes_no_two_events_one(tmp_path, known):
    event = icews("2013-01-10", "United States", "China", "042", known=known)
    record = read(tmp_path, ICEWS + event * 2)
    assert (record.cooperation[0, USA, CHN], record.repeated) == (2, 0)
    listed = f"id,date,source,target,quad\n{known},2013-01-10,USA,CHN,verbal_coop\n"
    record = read(tmp_path, listed + listed.splitlines()[1])
    assert (record.cooperation[0, USA, CHN], record.repeated) == (2, 0)


@pytest.mark.parametrize("known", ["7", "7.0", "410412347", "evt-7", "20130110-7"])
def test_any_other_id_tells_repeats(tmp_path, known):
    event = icews("2013-01-10", "United States", "China", "042", known=known)
    record = read(tmp_path, ICEWS + event * 2)
    assert (record.cooperation[0, USA, CHN], record.repeated) == (1, 1)
    assert counts_in_words(record).startswith(
        "events.csv: 2 rows read"
    ) and "passed over (some of" not in counts_in_words(record)


def test_an_event_that_two_files_hold_counts_in_the_first(tmp_path):
    january, february, march = (
        icews(f"2013-0{month}-10", "United States", "China", "042") for month in (1, 2, 3)
    )
    paths = [tmp_path / name for name in ("first.tab", "second.tab")]
    paths[0].write_text(ICEWS + january + february)
    paths[1].write_text(
        ICEWS + february + icews("2013-02-11", "United States", "China", "190") + march
    )
    first, second = read_records(paths, SIX)
    assert (first.cooperation[:, USA, CHN].tolist(), first.repeated, first.shared) == (
        [1, 1],
        0,
        (),
    )
    assert (second.cooperation[:, USA, CHN].tolist(), second.conflict[0, USA, CHN]) == ([0, 1], 1)
    assert (second.repeated, second.shared) == (1, ("2013-02",))
    alone = read_records(paths[1:], SIX)[0]
    assert (alone.cooperation[:, USA, CHN].tolist(), alone.repeated, alone.shared) == (
        [1, 1],
        0,
        (),
    )


@pytest.mark.parametrize("style", ["event_id", "Event.Id", "EVENT ID", '"Event Id"'])
def test_columns_are_found_however_their_names_are_written_and_wherever_they_stand(tmp_path, style):
    def styled(name: str) -> str:
        words = name.split()
        return {"_": "_".join(words).lower(), ".": ".".join(words).title(), '"': f'"{name}"'}.get(
            next((mark for mark in '_."' if mark in style), ""), name.upper()
        )

    rows = [
        ICEWS,
        *(icews("2013-01-10", "United States", "China", code) for code in ("042", "190")),
    ]
    cells = [[*row.rstrip("\n").split("\t")[::-1], "more"] for row in rows]
    cells[0] = [styled(name) for name in cells[0]]
    record = read(tmp_path, b"\xef\xbb\xbf" + "\r\n".join("\t".join(row) for row in cells).encode())
    assert (record.cooperation[0, USA, CHN], record.conflict[0, USA, CHN], record.damaged) == (
        1,
        1,
        0,
    )


def test_two_columns_of_one_name_are_refused(tmp_path):
    with pytest.raises(InvalidInput, match="two columns are called 'Source'"):
        read(
            tmp_path,
            "year,source,Source,target,verbal_coop,material_coop,verbal_conflict,material_conflict\n",
        )


@pytest.mark.parametrize("count", ["1.000", '"1,000"', "1 000"])
def test_counts_with_marks_between_thousands_are_damaged(tmp_path, count):
    record = read(tmp_path, f"{YEARS}2013,PRK,RUS,{count},0,0,0,7\n2013,RUS,PRK,8,0,0,0,8\n")
    assert record.damaged == 1 and "without marks between thousands" in record.faults[0]


def test_rows_of_a_dyad_that_say_the_same_count_once_and_those_that_contradict_not_at_all(tmp_path):
    again = "2013,PRK,RUS,7,0,0,0,7\n"
    record = read(tmp_path, f"{YEARS}{again}2013,RUS,PRK,8,0,0,0,8\n{again}")
    assert (record.cooperation[0, DPRK, RUS], record.repeated, record.damaged) == (7, 1, 0)
    assert counts_in_words(record).endswith("none damaged, 1 repeated row passed over")
    record = read(
        tmp_path, f"{YEARS}{again}2013,RUS,PRK,8,0,0,0,8\n2013,PRK,RUS,1,0,0,0,1\n{again}"
    )
    assert np.isnan(record.cooperation[0, DPRK, RUS]) and np.isnan(record.conflict[0, DPRK, RUS])
    assert [fault.split(": ")[0] for fault in record.faults] == [
        f"events.csv:{line}" for line in (2, 4, 5)
    ]
    assert all(
        "counts differently" in fault and "neither is taken" in fault for fault in record.faults
    )
    assert (record.rows, record.damaged, record.repeated) == (4, 3, 0)


def test_a_list_of_dated_events_counts_rows_that_are_the_same_throughout_once(tmp_path):
    row = "2014-01-02,PRK,RUS,visit,verbal_coop,{}\n"
    record = read(tmp_path, DATED + row.format("x") + row.format("y") + row.format("x"))
    assert (record.cooperation[0, DPRK, RUS], record.repeated) == (2, 1)


def test_years_of_which_a_file_of_the_world_has_no_row_are_not_covered(tmp_path):
    rows = [icews(f"{year}-12-30", "United States", "China", "042") for year in (2010, 2013)]
    record = read(tmp_path, ICEWS + "".join([*rows, icews("2014-03-01", "Brazil", "China", "042")]))
    assert record.periods == ("2010-12", "2013-12", "2014-01", "2014-02", "2014-03")
    assert record.cooperation[:, USA, CHN].tolist() == [1, 1, 0, 0, 0]


def test_cow_letters_are_told_from_iso3_by_the_other_rows_and_regions_are_no_states(
    tmp_path,
):
    states = tuple(state_called(word) for word in ("AUT", "AUS", "DEU", "ZAF"))
    path = tmp_path / "letters.csv"
    path.write_text(YEARS + "2013,AUS,GMY,7,0,0,0,7\n")
    record = read_record(path, states)
    assert record.cooperation[
        0, 0, 2
    ] == 7 and "letters of the Correlates of War" in counts_in_words(record)
    path.write_text(YEARS + "2013,AUS,DEU,7,0,0,0,7\n")
    assert read_record(path, states).cooperation[0, 1, 2] == 7
    path.write_text(gdelt("20130115", "AUS", "DEU", "1") + gdelt("20130115", "SAF", "DEU", "1"))
    record = read_record(path, states)
    assert (record.cooperation[0, 1, 2], record.outside) == (
        1,
        1,
    )  # southern Africa is not South Africa


def test_a_state_of_the_past_is_found_in_its_years(tmp_path):
    row = "{},USSR,USA,visit,verbal_coop,x\n"
    assert read(tmp_path, DATED + row.format("1985-11-19")).cooperation[0, RUS, USA] == 1


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused_at_once(tmp_path, make):
    make(tmp_path / "thing")
    with pytest.raises(InvalidInput, match="give a regular file"):
        read_record(tmp_path / "thing", SIX)
