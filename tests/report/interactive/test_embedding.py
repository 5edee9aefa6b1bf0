"""What a page holds cannot leave its place, and the page asks nobody."""

from __future__ import annotations

import base64
import hashlib
import json
import re

from hypothesis import given
from hypothesis import strategies as st

from sim.report.interactive.embedding import embedded, policy, script
from sim.report.page import Live, Text, page


@given(st.dictionaries(st.text(max_size=9), st.text(max_size=9), max_size=4))
def test_data_come_back_as_they_were_and_never_end_their_element(data):
    text = embedded(data)
    assert json.loads(text) == data and not re.search("[<>&\u2028\u2029]", text)


def test_the_policy_allows_no_request_and_no_script_but_the_reports_own():
    digest = base64.b64encode(hashlib.sha256(script().encode()).digest()).decode()
    assert policy(True).endswith(f"script-src 'sha256-{digest}'")
    for runs in (True, False):
        assert policy(runs).startswith("default-src 'none'; img-src data:;")
    assert "script-src" not in policy(False)


def test_a_page_without_live_charts_has_no_script():
    still = page("Title", [Text("words")])
    assert "<script" not in still and "default-src 'none'" in still
    live = page("Title", [Live({"title": "</script><script>alert(1)"}), Text("words")])
    assert live.count("<script") == 2 == live.count("</script>")
    assert f'<script type="module">{script()}</script>' in live
