"""The terminal: how wide it is, whether it has colours, and lines with the signs that it has."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterable


def terminal_width() -> int:
    """Return how many columns the terminal has."""
    return shutil.get_terminal_size().columns


def output_encoding() -> str:
    """Return the encoding of standard output."""
    return sys.stdout.encoding or "ascii"


def has_terminal_color() -> bool:
    """Tell whether to colour what is printed."""
    from l10n.reports.terminal import has_color

    return has_color(os.environ, is_terminal=sys.stdout.isatty())


def print_lines(lines: Iterable[str]) -> None:
    """Print lines, with signs that the terminal has; letters that it lacks are written out."""
    from l10n.reports.terminal import ascii_line

    encoding = output_encoding()
    is_unicode = encoding.lower().startswith("utf")
    for line in lines:
        sys.stdout.write(f"{line if is_unicode else ascii_line(line, encoding)}\n")
