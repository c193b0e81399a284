"""Measure the page of coverage: how long it takes to write, and in Chromium to open, search, sort and show a record.

    python tools/bench/corpus.py DIR --records 10000 --layout jsonl
    python tools/bench/page.py DIR

It needs playwright and Chromium. Times are in milliseconds; a search's are those of its single keystrokes.
"""

from __future__ import annotations

import argparse
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

SEARCH = "kron 17"
_KEYSTROKES = """async (text) => {
  const box = document.querySelector("#search"), times = [];
  for (let end = 1; end <= text.length; end++) {
    const start = performance.now();
    box.value = text.slice(0, end);
    box.dispatchEvent(new Event("input"));
    document.body.offsetHeight;
    times.push(Math.round(performance.now() - start));
    await new Promise(requestAnimationFrame);
  }
  document.querySelector(".filters").reset();
  return times;
}"""
_CLICK = """async ([selector, isDone]) => {
  const start = performance.now();
  document.querySelector(selector).click();
  while (!document.querySelector(isDone)) await new Promise((done) => setTimeout(done));
  document.body.offsetHeight;
  return Math.round(performance.now() - start);
}"""


def main() -> int:
    """Print the figures; 2 where there is no Chromium."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", help="a collection")
    args = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("page: there is no chromium on PATH", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "coverage.html"
        for what in ("written", "written again"):
            print(f"{what}: {write_page(args.directory, page)}")
        print(f"size: {page.stat().st_size / 1e6:.1f} MB")
        for name, figure in measure_page(chromium, page).items():
            print(f"{name}: {figure}")
    return 0


def write_page(directory: str, page: Path) -> str:
    """Write the page; return how long that took."""
    command = [sys.executable, "-m", "l10n", "-C", directory, "coverage", "-q", "--format", "html", "-o", str(page)]
    start, used = time.monotonic(), _used()
    subprocess.run(command, check=True)
    return f"{1000 * (time.monotonic() - start):.0f}, of the processor {1000 * (_used() - used):.0f}"


def _used() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def measure_page(chromium: str, path: Path) -> dict[str, Any]:
    """Return what the page takes in Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_selector(".records tbody tr")
        interactive = page.evaluate("performance.getEntriesByType('navigation')[0].domInteractive")
        page.wait_for_timeout(1000)
        figures = {
            "interactive": round(interactive),
            "search": page.evaluate(_KEYSTROKES, SEARCH),
            "sort": page.evaluate(_CLICK, [".records thead button", "[aria-sort]"]),
            "record": page.evaluate(_CLICK, [".records tbody a", "dialog[open]"]),
        }
        browser.close()
    return figures


if __name__ == "__main__":
    sys.exit(main())
