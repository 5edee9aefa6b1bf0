"""The QR code on the wall: a picture in the page itself, where the package for it is installed."""

from __future__ import annotations

import sys
import urllib.parse
import xml.etree.ElementTree as ET

import pytest

from sim.app.classroom.square import square

LINK = "http://192.168.1.20:8013/class#7K2M"


@pytest.fixture(autouse=True)
def forgotten():
    """Forget what was drawn before, and what is drawn here."""
    square.cache_clear()
    yield
    square.cache_clear()


def test_it_is_a_picture_that_asks_nobody_and_is_dark_on_white():
    segno = pytest.importorskip("segno")
    kind, _, picture = square(LINK).partition(",")
    assert kind == "data:image/svg+xml;charset=utf-8"
    drawn = ET.fromstring(urllib.parse.unquote(picture))
    side = segno.make(LINK, error="m", micro=False).symbol_size(border=4)[0]
    assert drawn.get("width") == str(side)
    assert [one.get("fill") or one.get("stroke") for one in drawn.iter() if len(one) == 0] == [
        "#fff",
        "#000",
    ]
    assert square(LINK.replace("7K2M", "7K2N")) != square(LINK)


def test_without_the_package_there_is_none(monkeypatch):
    monkeypatch.setitem(sys.modules, "segno", None)
    assert square(LINK) is None
