"""The README's picture: the demo collection's coverage as a page in a browser, in docs/coverage.png.

Run it as `.venv/bin/python tools/picture.py`; it needs Chromium.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
WIDTH, HEIGHT = 1100, 1226
"""The window, in CSS pixels: down to the end of the heat map."""
OPTIONS = ("--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--disable-background-networking")


def main() -> int:
    """Draw the picture; 2 where there is no Chromium."""
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    if chromium is None:
        print("picture: there is no chromium on PATH", file=sys.stderr)
        return 2
    target = ROOT / "docs/coverage.png"
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "coverage.html"
        write_page(page)
        window = (f"--window-size={WIDTH},{HEIGHT}", "--force-device-scale-factor=2")
        command = [chromium, *OPTIONS, *window, f"--user-data-dir={folder}/profile", f"--screenshot={target}"]
        subprocess.run([*command, page.as_uri()], check=True, capture_output=True)
    print(f"picture: {target.relative_to(ROOT)} is written")
    return 0


def write_page(path: Path) -> None:
    """Write the demo collection's page, in English."""
    command = [sys.executable, "-m", "l10n", "coverage", "--quiet", "--format", "html", "-o", str(path)]
    subprocess.run(command, cwd=ROOT, env=os.environ | {"LANGUAGE": "en"}, check=True)


if __name__ == "__main__":
    sys.exit(main())
