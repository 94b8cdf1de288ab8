"""The page in a real browser: right to left, everything in its place, nothing loaded, no script errors."""

from __future__ import annotations

import struct
import subprocess
from pathlib import Path

import pytest
import regex
from made import EMPTY, MADE

from arabic_events.export import html

pytestmark = pytest.mark.slow

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-dev-shm-usage",
    "--hide-scrollbars",
)
PROBE = """<script>
addEventListener("load", () => {
  const box = (selector) => document.querySelector(selector).getBoundingClientRect();
  const colour = (selector) => getComputedStyle(document.querySelector(selector)).backgroundColor;
  const first = box("tbody td.n"), last = box("tbody tr td:last-child");
  document.body.dataset.probe = JSON.stringify({
    direction: getComputedStyle(document.querySelector("article")).direction,
    rightToLeft: first.left > last.left,
    overflow: document.documentElement.scrollWidth > document.documentElement.clientWidth,
    action: colour("mark.action.conflict"), place: colour("mark.loc"), time: colour("mark.time"),
    text: document.querySelector(".text").textContent,
    resources: performance.getEntriesByType("resource").length,
    rows: document.querySelectorAll("tbody tr").length,
  });
});
</script></body>"""


def browse(chromium: str, page: Path, folder: Path, *flags: str) -> str:
    done = subprocess.run(
        [chromium, *FLAGS, f"--user-data-dir={folder / 'profile'}", *flags, page.as_uri()],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return done.stdout


@pytest.mark.parametrize("width", [1200, 500])
def test_page_in_a_browser(width: int, chromium: str, tmp_path: Path) -> None:
    import json
    from html import unescape

    page = tmp_path / "page.html"
    page.write_text(html.render([MADE, EMPTY]).replace("</body>", PROBE), "utf-8")
    source = browse(chromium, page, tmp_path, f"--window-size={width},900", "--dump-dom")
    found = regex.search(r'data-probe="([^"]*)"', source)
    assert found, "the page did not finish loading"
    probe = json.loads(unescape(found.group(1)))
    assert probe["direction"] == "rtl"
    assert probe["rightToLeft"]
    assert not probe["overflow"]
    assert probe["text"] == MADE.article.text
    assert probe["resources"] == 0
    assert probe["rows"] == len(MADE.events)
    assert len({probe["action"], probe["place"], probe["time"], "rgba(0, 0, 0, 0)"}) == 4


def test_screenshot_is_not_blank(chromium: str, tmp_path: Path) -> None:
    page, picture = tmp_path / "page.html", tmp_path / "page.png"
    page.write_text(html.render([MADE]), "utf-8")
    browse(chromium, page, tmp_path, "--window-size=1000,800", f"--screenshot={picture}")
    data = picture.read_bytes()
    assert struct.unpack(">II", data[16:24]) == (1000, 800)
    assert len(data) > 20_000
