"""The page's files, and nothing else."""

from __future__ import annotations

import pytest

pytest.importorskip("starlette")

from sim.app import static


@pytest.fixture
def folder(tmp_path):
    """A page, and what lies beside it."""
    page = tmp_path / "page"
    (page / "class").mkdir(parents=True)
    (page / "index.html").write_text("<!doctype html>")
    (page / "class" / "join.js").write_text("export const join = 1;\n")
    (page / "notes.txt").write_text("not for the page")
    (tmp_path / "secret.js").write_text("secret")
    (page / "link.js").symlink_to(tmp_path / "secret.js")
    return page


def test_files_are_listed_by_name_with_their_types_and_no_link_is_followed(folder):
    files = static.found({"/page/": folder})
    assert set(files) == {"/page/index.html", "/page/class/join.js"}
    assert files["/page/class/join.js"].kind == "text/javascript; charset=utf-8"


def test_a_browser_that_has_a_file_is_told_so(folder):
    file = static.found({"/page/": folder})["/page/index.html"]
    first = file.answer()
    assert first.status_code == 200 and first.body == b"<!doctype html>"
    assert file.answer(first.headers["etag"]).status_code == 304
    assert file.answer('"another"').status_code == 200


@pytest.mark.parametrize(
    "path",
    [
        "/page/", "/page", "/charts/", "/page/../site.py", "/page/%2e%2e/site.py",
        "/page//etc/passwd", "/sim/app/site.py", "/page/index.html/",
        "/page/class/../../site.py", "/.git/config",
    ],
)  # fmt: skip
def test_no_folder_and_nothing_beside_the_page_is_served(client, path):
    assert client.get(path).status == 404


def test_a_page_is_asked_with_get_or_head_alone(client):
    for path in ("/", "/page/main.js", "/favicon.ico"):
        assert client.post(path, {}).status == 405
        got, head = client.get(path), client.ask("HEAD", path, b"", {})
        assert got.status == head.status == (204 if path == "/favicon.ico" else 200)
