"""The build hook: compiles the program's words into the wheel, as `l10n/locale/LOCALE/LC_MESSAGES/l10n.mo`."""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

SOURCES = "locales/*/LC_MESSAGES/l10n.po"


class WordsHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts an MO file into the wheel for each catalog; an editable install reads the catalogs themselves."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile outside the checkout, so that building leaves nothing in it."""
        self.folder = Path(tempfile.mkdtemp())
        if version == "editable":
            return
        sys.path.insert(0, self.root)
        from l10n.mo import format_mo
        from l10n.po import parse_po

        for source in sorted(Path(self.root).glob(SOURCES)):
            locale = source.parent.parent.name
            compiled = self.folder / f"{locale}.mo"
            compiled.write_bytes(format_mo(parse_po(source.read_bytes(), str(source))))
            build_data["force_include"][str(compiled)] = f"l10n/locale/{locale}/LC_MESSAGES/l10n.mo"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 (hatch's)
        """Leave nothing behind."""
        shutil.rmtree(self.folder)
