"""Recorded: files of several shapes give the same counts, and what is damaged is named, never invented."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from sim.recorded import counts_in_words, read_record
from sim.scenario import load

SIX = load("article").states
DPRK, RUS, CHN, JPN, ROK, USA = range(6)
SHARED = Path(__file__).parents[2] / "shared" / "record"

YEARS = "year,source,target,verbal_coop,material_coop,verbal_conflict,material_conflict,n\n"
ICEWS = ("Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\tIntensity\t"
         "Target Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\tCity\tDistrict\t"
         "Province\tCountry\tLatitude\tLongitude\n")  # fmt: skip


def icews(date: str, source: str, target: str, code: str) -> str:
    """Return an event as raw ICEWS files write it."""
    row = ["1", date, "Somebody", "", source, "Consult", code, "0.0", "Somebody", "", target]
    return "\t".join([*row, "1", "1", "A paper", "", "", "", "", "39.0", "125.7"]) + "\n"


def gdelt(date: str, source: str, target: str, quad: str, added: str | None = None) -> str:
    """Return an event as GDELT 1.0 writes it: 57 columns of history, 58 of days since April 2013."""
    row = [""] * 57
    row[0], row[1], row[7], row[17], row[29], row[56] = "1", date, source, target, quad, added or "20130203"
    return "\t".join([*row, *(["https://example.org/a"] if added else [])]) + "\n"


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


@pytest.mark.parametrize(("columns", "month"), [("month", "2014-03"), ("year,month", "2014,3"), ("month", "201403")])
def test_a_table_by_month_is_monthly_however_it_writes_months(tmp_path, columns, month):
    record = read(tmp_path, YEARS.replace("year", columns) + f"{month},PRK,CHN,1,1,0,0,2\n")
    assert (record.periods, record.monthly) == (("2014-03",), True)


def test_single_events_are_counted_by_month_and_quad_class_and_none_is_none(tmp_path):
    rows = [icews("2014-01-31", "North Korea", "China", code) for code in ("010", "0841", "09", "138", "2042")]
    rows += [icews("2014-03-01", "Brazil", "China", "040")]
    record = read(tmp_path, ICEWS + "".join(rows))
    assert record.periods == ("2014-01", "2014-02", "2014-03")  # all that the file covers
    assert record.cooperation[:, DPRK, CHN].tolist() == [2, 0, 0] and record.conflict[:, DPRK, CHN].tolist() == [
        3,
        0,
        0,
    ]
    assert record.cooperation[0, JPN, USA] == 0 and np.isnan(record.cooperation[:, JPN, JPN]).all()
    assert (record.rows, record.outside) == (6, 1)


def test_gdelt_is_counted_by_its_quad_class(tmp_path):
    rows = [gdelt("20130115", "PRK", "RUS", quad) for quad in "12344"] + [gdelt("20130220", "USA", "", "1")]
    record = read(tmp_path, "".join(rows))
    assert (record.periods, record.rows, record.outside) == (("2013-01", "2013-02"), 6, 1)
    assert (record.cooperation[0, DPRK, RUS], record.conflict[0, DPRK, RUS]) == (2, 3)


def test_events_that_gdelt_dates_back_do_not_stretch_what_a_file_covers(tmp_path):
    rows = [gdelt("20140305", "USA", "CHN", "1", "20140305"), gdelt("20040305", "USA", "CHN", "4", "20140305")]
    record = read(tmp_path, "".join(rows))
    assert (record.periods, record.rows, record.outside) == (("2014-03",), 2, 1)
    assert record.conflict[0, USA, CHN] == 0


def test_rows_of_others_and_of_a_state_with_itself_are_passed_over(tmp_path):
    record = read(tmp_path, YEARS + "2013,PRK,RUS,1,0,0,0,1\n2013,PRK,BRA,1,0,0,0,1\n2013,PRK,PRK,1,0,0,0,1\n")
    assert (record.rows, record.outside, record.damaged) == (3, 2, 0)
    assert (
        counts_in_words(record)
        == "events.csv: 3 rows read, 2 passed over (not between two of the states), none damaged"
    )


@pytest.mark.parametrize(("row", "word"), [
    ("2013,PRK,CHN,,0,0,0,1", "verbal_coop is ''"),
    ("2013,PRK,CHN,1,NA,0,0,1", "material_coop is 'NA'"),
    ("2013,PRK,CHN,1,0,-9,0,1", "verbal_conflict is '-9'"),
    ("2013,PRK,CHN,1,0,0,inf,1", "material_conflict is 'inf'"),
    ("13,PRK,CHN,1,0,0,0,1", "year is '13'"),
    ("2013,PRK,CHN,1,0", "5 columns instead of 8"),
    ("2013,PRK,RUS,1,0,0,0,1", "a second row of DPRK toward RUS in 2013"),
])  # fmt: skip
def test_a_damaged_row_is_named_by_file_and_line_and_the_rest_is_read(tmp_path, row, word):
    record = read(tmp_path, f"{YEARS}2013,PRK,RUS,7,0,0,0,7\n{row}\n2013,RUS,PRK,8,0,0,0,8")
    assert record.faults == (record.faults[0],) and record.faults[0].startswith("events.csv:3: ")
    assert word in record.faults[0]
    assert (record.rows, record.damaged, record.outside) == (3, 1, 0)
    assert (record.cooperation[0, DPRK, RUS], record.cooperation[0, RUS, DPRK]) == (7, 8)
    assert np.isnan(record.cooperation[0, DPRK, CHN])


def test_damaged_bytes_and_a_cut_last_row_of_an_event_file_are_named(tmp_path):
    good = icews("2014-01-02", "North Korea", "China", "036")
    rows = [good, good.replace("A paper", "Un café"), good.replace("A paper", "A\0paper"), good.replace("036", "36")]
    record = read(tmp_path, (ICEWS + "".join([*rows, good, good[:40]])).encode("latin-1"))
    assert [fault.split(": ")[0] for fault in record.faults] == [f"events.csv:{line}" for line in (3, 4, 5, 7)]
    assert "not UTF-8" in record.faults[0] and "NUL" in record.faults[1] and "'36'" in record.faults[2]
    assert (record.rows, record.damaged, record.cooperation[0, DPRK, CHN]) == (6, 4, 2)


def test_what_is_no_event_data_is_refused_with_what_was_found(tmp_path):
    with pytest.raises(ValueError, match=r"things.csv: expected a dyad table .* found 2 columns: apples, pears"):
        read(tmp_path, "apples,pears\n1,2\n", "things.csv")
    with pytest.raises(ValueError, match="found 61 columns"):
        read(tmp_path, gdelt("20140305", "USA", "CHN", "1", "20140305").strip() + "\t\t\t\n")


def test_a_file_without_any_row_between_the_states_is_refused(tmp_path):
    with pytest.raises(ValueError, match="no row of 1 is between two of DPRK, RUS"):
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
    st.sampled_from([YEARS, ICEWS, gdelt("20130115", "PRK", "RUS", "1")]), st.lists(st.binary(max_size=60), max_size=5)
)
def test_whatever_a_file_holds_every_row_is_counted_passed_over_or_named(tmp_path_factory, start, rows):
    good = {YEARS: "2013,PRK,RUS,1,2,3,4,10\n", ICEWS: icews("2014-01-02", "North Korea", "China", "036")}.get(
        start, ""
    )
    path = tmp_path_factory.mktemp("fuzz") / "events.csv"
    path.write_bytes((start + good).encode() + b"\n".join(row.replace(b"\n", b"") for row in rows))
    record = read_record(path, SIX)
    known = np.isfinite(record.cooperation) if start == YEARS else record.cooperation + record.conflict
    assert record.rows == np.nansum(known) + record.outside + record.damaged
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
    assert (np.nansum(record.cooperation), np.nansum(record.conflict)) == ((root <= 8).sum(), (root > 8).sum())


DATED = "date,source,target,kind,quad,text\n"


def test_a_list_of_dated_events_is_counted_by_month_and_quad(tmp_path):
    quads = ("verbal_coop", "material_coop", "verbal_conflict", "material_conflict", "verbal_coop")
    rows = "".join(f'2014-01-{day:02d},PRK,RUS,visit,{quad},"one, two"\n' for day, quad in enumerate(quads, start=1))
    record = read(
        tmp_path,
        DATED + rows + "2014-03-01,UNSC,PRK,sanctions,material_conflict,x\n2014-04-02,PRK,ALL,x,verbal_coop,x\n",
    )
    assert record.periods == ("2014-01", "2014-02", "2014-03", "2014-04") and record.monthly
    assert record.cooperation[:, DPRK, RUS].tolist() == [3, 0, 0, 0]
    assert record.conflict[:, DPRK, RUS].tolist() == [2, 0, 0, 0]
    assert (record.rows, record.outside, record.damaged) == (7, 2, 0)


@pytest.mark.parametrize(("row", "word"), [
    ("2014-01-05,PRK,RUS,visit,cooperation,x", "quad is 'cooperation': verbal_coop, material_coop, verbal_conflict or"),
    ("5 Jan 2014,PRK,RUS,visit,verbal_coop,x", "month or date is '5 Jan 2014'"),
    ("2014-01-05,PRK,RUS,visit", "4 columns instead of 6"),
])  # fmt: skip
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
