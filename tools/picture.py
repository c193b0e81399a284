"""The README's picture: the demo collection's coverage report as a terminal shows it, in docs/coverage.png.

Run it as `.venv/bin/python tools/picture.py`; it needs Chromium and a monospaced font with block characters.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.terminal_theme import MONOKAI
from rich.text import Text

ROOT = Path(__file__).parent.parent
PAGE = """<!doctype html><meta charset="utf-8"><style>
body {{ margin: 0; background: {background}; color: {foreground}; }}
pre {{ margin: 18px 22px; font: 15px/1.35 "DejaVu Sans Mono", monospace; }}
{stylesheet}
</style><pre>{code}</pre>
"""
WIDTH, LINE = 80 * 9 + 50, 21
"""The picture's width, and a line's height, in pixels."""


def main() -> int:
    """Draw the picture; 2 where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("picture: there is no chromium on PATH", file=sys.stderr)
        return 2
    report = coverage_report()
    target = ROOT / "docs/coverage.png"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        page.write_text(as_page(report), encoding="utf-8")
        height = (report.count("\n") + 2) * LINE + 30
        options = (
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--hide-scrollbars",
            "--disable-background-networking",
        )
        size = f"--window-size={WIDTH},{height}"
        profile = f"--user-data-dir={folder}/profile"
        command = [chromium, *options, size, profile, "--force-device-scale-factor=2", f"--screenshot={target}"]
        subprocess.run([*command, page.as_uri()], check=True, capture_output=True)
    print(f"picture: {target.relative_to(ROOT)} is written")
    return 0


def coverage_report() -> str:
    """Return what the command prints on a terminal of 80 columns, colours included."""
    environment = os.environ | {"FORCE_COLOR": "1", "COLUMNS": "80"}
    command = [sys.executable, "-m", "l10n", "coverage"]
    result = subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True, text=True)
    return f"\x1b[1m$ l10n coverage\x1b[0m\n{result.stdout}"


def as_page(report: str) -> str:
    """Return an HTML page that shows the report as a terminal would."""
    console = Console(record=True, width=80, file=StringIO())
    console.print(Text.from_ansi(report))
    return console.export_html(theme=MONOKAI, code_format=PAGE)


if __name__ == "__main__":
    sys.exit(main())
