"""The pages in a real browser: no violation of axe's rules, no message on the console, nothing fetched, all of it printed.

Runs where Chromium, Node and the folder that HJEMMEL_AXE names are there; docs/renderings.md says how to make it.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from engine.rendering.forms import render_report, render_reports

from .golden_cases import EXAMPLE, FULL, report_of

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
FOLDER = os.environ.get("HJEMMEL_AXE", "")


def absent() -> str | None:
    """Return what the browser test lacks, or None."""
    if not FOLDER:
        return "HJEMMEL_AXE does not name a folder with axe-core and playwright-core"
    for package in ("axe-core", "playwright-core"):
        if not (Path(FOLDER) / "node_modules" / package).is_dir():
            return f"{FOLDER} has no node_modules/{package}"
    return None if BROWSER and shutil.which("node") else "Chromium or Node is not installed"


def test_the_pages_in_a_browser(tmp_path: Path) -> None:
    """Both languages, both lengths, one case and several; a page made wrong on purpose shows that the examination works."""
    if reason := absent():
        pytest.skip(reason)
    pages = {
        "nb": render_report(report_of(FULL, "nb"), "html", 100, False),
        "en": render_report(report_of("open-birth-date", "en"), "html", 100, False),
        "full": render_report(report_of("review-after-interruption", "en", True), "html", 100, False),
        "several": render_reports([report_of(EXAMPLE, "nb"), report_of("open-law-version", "nb")], "html", 100, False),
    }
    wrong = pages["nb"].replace('<html lang="nb">', "<html>").replace("</h1>", '</h1><img src="https://example.org/x.png">')
    pages["wrong"] = wrong.replace("content-visibility:visible", "")
    for name, html in pages.items():
        (tmp_path / f"{name}.html").write_text(html, encoding="utf-8")
    assert BROWSER is not None
    command = ["node", str(Path(__file__).with_name("pages.mjs")), FOLDER, BROWSER, str(tmp_path / "profile")]
    command += [str(tmp_path / f"{name}.html") for name in pages]
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert [item for item in found if not item["path"].endswith("wrong.html")] == []
    assert {item["kind"] for item in found} >= {"axe", "console", "print"}
