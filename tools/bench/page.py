"""The benchmark of coverage's page: what it costs to write, and how long it takes in Chromium to open and to use.

    python tools/bench/corpus.py DIR --records 10000 --layout jsonl
    python tools/bench/page.py DIR --runs 5

The collection is copied first. The page is written by a process of its own, once cold, which is without what l10n
keeps of an earlier count, and once warm, and then opened; the runs are interleaved. A keystroke is one letter more in
the search, until the list shows what is found. What is done in Chromium needs playwright, and is left out without.
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

from cost import ROOT, USAGE, CommandError, Cost, format_rows, machine, run, seconds  # beside this file
from loop import spread

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SEARCH = "kron 17"
_KEYSTROKES = """async (text) => {
  const box = document.querySelector("#search"), times = [];
  for (let end = 1; end <= text.length; end++) {
    const start = performance.now();
    box.value = text.slice(0, end);
    box.dispatchEvent(new Event("input"));
    document.body.offsetHeight;
    times.push(performance.now() - start);
    await new Promise(requestAnimationFrame);
  }
  document.querySelector(".filters").reset();
  return Math.max(...times);
}"""
_CHOICE = """([selector, choice]) => {
  const box = document.querySelector(selector), start = performance.now();
  box.selectedIndex = choice;
  box.dispatchEvent(new Event("input", {bubbles: true}));
  document.body.offsetHeight;
  const time = performance.now() - start;
  document.querySelector(".filters").reset();
  return time;
}"""
_CLICK = """async ([selector, isDone]) => {
  const start = performance.now();
  document.querySelector(selector).click();
  while (!document.querySelector(isDone)) await new Promise((done) => setTimeout(done));
  document.body.offsetHeight;
  return performance.now() - start;
}"""
_OPENED = "performance.getEntriesByType('navigation')[0].domInteractive"
_ROW = ".records tbody tr"
_ACTIONS: Mapping[str, tuple[str, object]] = {
    "slowest keystroke": (_KEYSTROKES, SEARCH),
    "filter by locale": (_CHOICE, ["#locale", 1]),
    "sort": (_CLICK, [".records thead button", "[aria-sort]"]),
    "show a record": (_CLICK, [".records tbody a", "dialog[open]"]),
}


def write_page(folder: Path, page: Path) -> Cost:
    """Write the page; return what that cost."""
    command = [sys.executable, "-m", "l10n", "-C", str(folder), "coverage", "-q", "--format", "html", "-o", str(page)]
    return run(command)[0]


def iter_steps(folder: Path, page: Path) -> Iterator[tuple[str, Cost]]:
    """Write the page cold and warm."""
    shutil.rmtree(folder / ".l10n", ignore_errors=True)
    yield "cold", write_page(folder, page)
    yield "warm", write_page(folder, page)


def find_chromium() -> str | None:
    """Return the path of Chromium, if it can be driven here."""
    from importlib.util import find_spec

    return (shutil.which("chromium") or shutil.which("google-chrome")) if find_spec("playwright") else None


def use_page(chromium: str, path: Path) -> Iterator[tuple[str, float]]:
    """Yield the seconds that the page takes to open, and for each of the things that people do."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as started:
        browser = started.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1200, "height": 900})
        page.goto(path.as_uri())
        page.wait_for_selector(_ROW)
        yield "open", page.evaluate(_OPENED) / 1000
        page.wait_for_timeout(1000)
        for name, (script, argument) in _ACTIONS.items():
            yield name, page.evaluate(script, argument) / 1000
        browser.close()


def measure(folder: Path, page: Path, runs: int) -> tuple[dict[str, list[Cost]], dict[str, list[float]]]:
    """Return what each step cost in each run, and the seconds of each thing done in Chromium."""
    run([sys.executable, "-m", "compileall", "-q", str(ROOT / "l10n")])
    costs: dict[str, list[Cost]] = {}
    times: dict[str, list[float]] = {}
    chromium = find_chromium()
    for number in range(runs):
        for step, cost in iter_steps(folder, page):
            costs.setdefault(step, []).append(cost)
            print(f"run {number + 1} of {runs}: {step}: {seconds(cost.wall)}", file=sys.stderr)
        for name, time in use_page(chromium, page) if chromium else ():
            times.setdefault(name, []).append(time)
    return costs, times


def format_table(costs: Mapping[str, Sequence[Cost]], times: Mapping[str, Sequence[float]]) -> str:
    """Return the figures as two tables: medians, least and greatest."""
    rows = [("", "elapsed", "CPU", "peak memory of a process")]
    for step, found in costs.items():
        wall, cpu = ([getattr(cost, name) for cost in found] for name in ("wall", "cpu"))
        rows.append((f"written {step}", spread(wall), spread(cpu), f"{median(cost.memory for cost in found):,.0f} MB"))
    tables = [format_rows(rows)]
    if times:
        tables.append(format_rows([("in Chromium", ""), *((name, spread(found)) for name, found in times.items())]))
    return "\n\n".join(tables)


def format_facts(facts: Mapping[str, Any]) -> str:
    """Return in words what was measured, and where."""
    machine = facts["machine"]
    return (
        f"a page of {facts['bytes'] / 1e6:.1f} MB\n"
        f"Python {machine['python']}, {machine['system']} {machine['architecture']}, {machine['cores']} cores; "
        f"medians of {facts['runs']} runs (least - greatest)"
    )


def main(argv: Sequence[str] | None = None) -> int:
    """Measure, and print the figures; 2 if the page could not be written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("directory", type=Path, help="a collection")
    parser.add_argument("--runs", type=int, default=3, metavar="N", help="default: %(default)s")
    parser.add_argument("--format", choices=("text", "json"), default="text", help="default: %(default)s")
    args = parser.parse_args(argv)
    with tempfile.TemporaryDirectory(prefix="l10n-bench-") as temporary:
        folder, page = Path(temporary) / "collection", Path(temporary) / "coverage.html"
        try:
            shutil.copytree(args.directory, folder, ignore=shutil.ignore_patterns(".l10n", ".git"))
            costs, times = measure(folder, page, args.runs)
        except (CommandError, OSError) as error:
            print(error, file=sys.stderr)
            return USAGE
        facts = {"machine": machine(), "runs": args.runs, "bytes": page.stat().st_size}
    if args.format == "json":
        steps = {step: [cost._asdict() for cost in found] for step, found in costs.items()}
        print(json.dumps({"version": 1, **facts, "steps": steps, "chromium": times}, indent=2))
    else:
        print(f"{format_facts(facts)}\n\n{format_table(costs, times)}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
