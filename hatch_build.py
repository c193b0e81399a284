"""The build hook: compiles the reader of plain records, and for a wheel the program's words.

The reader, `l10n/counting/_plain.c`, is compiled with setuptools, and left out where there is no C compiler: l10n then
counts without it, slower. The words become `l10n/locale/LOCALE/LC_MESSAGES/l10n.mo` with l10n's own code, which needs
msgspec; an editable install reads the catalogs themselves.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

WORDS = "locales/*/LC_MESSAGES/l10n.po"
READER = "l10n.counting._plain"


class ProjectHook(BuildHookInterface):  # type: ignore[type-arg]
    """Makes what is not in the sources."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile outside the checkout; only the reader of an editable install goes into it."""
        self.folder = Path(tempfile.mkdtemp())
        reader = self._compile_reader()
        if version == "editable":
            folder = Path(self.root, *READER.split(".")).parent
            for old in (*folder.glob("*.so"), *folder.glob("*.pyd")):
                old.unlink()
            if reader:
                shutil.copy(reader, folder)
            return
        if reader:
            build_data["force_include"][str(reader)] = f"l10n/counting/{reader.name}"
            build_data["pure_python"] = False
            build_data["tag"] = _wheel_tag()
        self._compile_words(build_data)

    def _compile_reader(self) -> Path | None:
        """Return the reader, compiled against the part of Python's interface that newer versions keep."""
        from setuptools import Distribution, Extension
        from setuptools.errors import BaseError, CCompilerError

        options = [] if sys.platform == "win32" else ["-O3"]
        sources = [str(Path(self.root, *READER.split(".")).with_suffix(".c"))]
        extension = Extension(READER, sources, extra_compile_args=options, py_limited_api=True)
        command = Distribution({"ext_modules": [extension]}).get_command_obj("build_ext")
        command.build_lib = command.build_temp = str(self.folder)
        try:
            command.ensure_finalized()
            command.run()
        except (BaseError, CCompilerError, OSError) as error:
            self.app.display_warning(f"no C compiler, so that l10n will count large collections slower: {error}")
            return None
        return Path(self.folder, command.get_ext_filename(READER))

    def _compile_words(self, build_data: dict[str, Any]) -> None:
        sys.path.insert(0, self.root)
        from l10n.mo import format_mo
        from l10n.po import parse_po

        for source in sorted(Path(self.root).glob(WORDS)):
            locale = source.parent.parent.name
            compiled = self.folder / f"{locale}.mo"
            compiled.write_bytes(format_mo(parse_po(source.read_bytes(), str(source))))
            build_data["force_include"][str(compiled)] = f"l10n/locale/{locale}/LC_MESSAGES/l10n.mo"

    def finalize(self, version: str, build_data: dict[str, Any], artifact_path: str) -> None:  # noqa: ARG002 (hatch's)
        """Leave nothing behind."""
        shutil.rmtree(self.folder)


def _wheel_tag() -> str:
    """Return what the wheel fits: CPython from 3.11 on, on this kind of machine."""
    from packaging.tags import platform_tags

    return f"cp311-abi3-{next(platform_tags())}"
