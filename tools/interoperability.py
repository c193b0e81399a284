"""The table of docs/interoperability.md: what each tool keeps, changes and drops where it translates one text.

Run it as `.venv/bin/python tools/interoperability.py`; it opens a catalog in every library and program that is there,
translates its first text, saves, compares, and rewrites the table. To have them all: `apt-get install gettext poedit
omegat lokalize xvfb xdotool dbus` and `pip install translate-toolkit rspolib` in the environment that runs it. What is
missing is named and left out. Exit status: 0 the table is written; 1 a tool failed.
"""

from __future__ import annotations

import argparse
import importlib
import importlib.metadata
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from msgspec.structs import replace

from l10n.errors import L10nError
from l10n.model import Catalog, Previous, Unit
from l10n.po import format_po, parse_po

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs/interoperability.md"
TABLE = re.compile(r"(<!-- made by tools/interoperability\.py -->\n).*?(<!-- to here -->)", re.DOTALL)
BAR, ESCAPED_BAR = "|", "\\|"
KEPT, CHANGED, DROPPED = "✓", "≠", "✗"
TRANSLATION = "Nosaukums"
SAMPLE = """\
# Latvian texts of the demo.
# Anna, 2026.
msgid ""
msgstr ""
"Project-Id-Version: Demo 1\\n"
"Report-Msgid-Bugs-To: \\n"
"POT-Creation-Date: 2026-11-23 06:12+0000\\n"
"PO-Revision-Date: 2026-11-23 06:12+0000\\n"
"Last-Translator: Anna <anna@example.org>\\n"
"Language-Team: \\n"
"Language: lv\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=UTF-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);\\n"
"X-Source-Language: en\\n"
"X-Own: 1\\n"

#. Event: The Red Terror — Title
#. max-length: 80
#. ru: Красный террор, политика, о которой говорится в записи, и всё, что было после, до конца гражданской войны
#: ../../../records/event/red-terror.json
msgctxt "event/red-terror/title"
msgid "The Red Terror"
msgstr ""

# l10n: same
#
#   indented, by hand
#. Event: The Red Terror — Description
#: ../../../records/event/red-terror.json
#, fuzzy, c-format, max-length:80
#| msgctxt "event/terror/description/p1"
#| msgid "It was begun on %d September."
msgctxt "event/red-terror/description/p1"
msgid "It was begun on %d September 1918, when the decree of the Council of People's Commissars had been printed."
msgstr "Tas sākās %d. septembrī."

#: ../../../records/event/red-terror.json
msgctxt "event/red-terror/description/p2"
msgid ""
"Two lines,\\n"
"a\\ttab, a \\"quote\\" and a \\\\ in the text.\\n"
msgstr ""
"Divas rindas,\\n"
"a\\ttabulators, “pēdiņas” un \\\\ tekstā.\\n"

#: ../../../records/event/red-terror.json:12
#, no-wrap
msgctxt "event/red-terror/description/p3"
msgid "one day"
msgid_plural "%d days"
msgstr[0] "viena diena"
msgstr[1] "%d dienas"
msgstr[2] "%d dienu"

#: ../../../records/event/white-terror.json
msgctxt "event/white-terror/title"
msgid "one day"
msgstr "kādu dienu"

# why it is gone
#, fuzzy
#~| msgid "The zone"
#~ msgctxt "event/zone/title"
#~ msgid "A zone"
#~ msgstr "Zona"

#~ msgctxt "event/camp/title"
#~ msgid "A camp"
#~ msgstr "Nometne"
"""
KEY = "event/red-terror/title"
SOURCE = "The Red Terror"


class FailedError(Exception):
    """A tool that is there did not do what it should."""


class BrokenError(FailedError):
    """What a tool saved is no PO file."""


class Tool(NamedTuple):
    """A tool: its version (empty where it is not there), and the function that translates the first text of a file."""

    group: str
    name: str
    version: Callable[[], str]
    edit: Callable[[Path], None]


def main() -> int:
    """Run every tool that is there, and put the table into the page."""
    parser = argparse.ArgumentParser(description="find out what other tools do to a catalog, and write it down")
    parser.add_argument("--only", metavar="NAME", help="print the figures of one tool, and write nothing")
    parser.add_argument("--inside", nargs=2, metavar=("EDITOR", "FILE"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.inside:
        EDITORS[args.inside[0]](Path(args.inside[1]))
        return 0
    tools = [tool for tool in TOOLS if args.only in {None, tool.name}]
    there = [(tool, version) for tool in tools if (version := tool.version())]
    for tool in tools:
        if tool not in [one for one, _ in there]:
            print(f"interoperability: {tool.name} is not there", file=sys.stderr)
    try:
        columns = [(tool, version, look_at(tool)) for tool, version in there]
    except FailedError as error:
        print(f"interoperability: {error}", file=sys.stderr)
        return 1
    text = format_tables(columns)
    if args.only:
        print(text)
        return 0
    page = PAGE.read_text(encoding="utf-8")
    PAGE.write_text(TABLE.sub(lambda match: f"{match[1]}\n{text}\n{match[2]}", page), encoding="utf-8")
    print(f"interoperability: {PAGE.relative_to(ROOT)} has the table of {len(columns)} tools")
    return 0


def look_at(tool: Tool) -> dict[str, str]:
    """Return for each feature what the tool does to it."""
    rows = [*FEATURES, *VARIANTS, "header fields that it adds"]
    try:
        found = edited(tool, SAMPLE.encode())
    except BrokenError as error:
        print(f"interoperability: {error}", file=sys.stderr)
        return {"still a PO file": DROPPED} | dict.fromkeys(rows, "")
    marks = {"still a PO file": KEPT} | dict.fromkeys(rows, "")
    marks |= {name: compare(feature, expected(), found) for name, feature in FEATURES.items()}
    for name, data in VARIANTS.items():
        try:
            again = edited(tool, data)
        except FailedError:
            marks[name] = "refused"
            continue
        is_kept = again.newline == "\r\n" if name == "CRLF" else again.bom
        marks[name] = KEPT if is_kept else DROPPED
    names = [name for name in found.headers if name not in expected().headers]
    marks["header fields that it adds"] = ", ".join(f"`{name}`" for name in names) or "none"
    return marks


def expected() -> Catalog:
    """Return the catalog that a tool should leave behind."""
    catalog = parse_po(SAMPLE)
    first, *others = catalog.units
    return replace(catalog, units=(first.with_changes(targets=(TRANSLATION,)), *others))


def edited(tool: Tool, data: bytes) -> Catalog:
    """Return the catalog that a tool has edited; raises FailedError if its file is none, or lacks the translation."""
    with tempfile.TemporaryDirectory(prefix="l10n-") as folder:
        path = Path(folder, "demo.po")
        path.write_bytes(data)
        try:
            tool.edit(path)
        except (OSError, subprocess.SubprocessError, ValueError, AttributeError, TypeError) as error:
            raise FailedError(f"{tool.name}: {error}") from error
        try:
            catalog = parse_po(path.read_bytes())
        except L10nError as error:
            raise BrokenError(f"{tool.name}: {error}") from error
    if not any(unit.key == KEY and unit.target == TRANSLATION and not unit.fuzzy for unit in catalog.units):
        raise FailedError(f"{tool.name}: the translation is not in the file that it saved")
    return catalog


# --- what is compared -------------------------------------------------------------------------------------


def by_key(catalog: Catalog, field: str, *, obsolete: bool = False) -> dict[str | None, object]:
    """Return one field of all units, by key."""
    return {unit.key: getattr(unit, field) for unit in catalog.units if unit.obsolete == obsolete}


def flags_of(*flags: str) -> Callable[[Catalog], object]:
    """Return the function that finds the units which have some flags."""
    return lambda catalog: [(unit.key, flag) for unit in catalog.units for flag in flags if flag in unit.flags]


def previous_of(field: str, *, obsolete: bool) -> Callable[[Catalog], object]:
    """Return the function that finds what the units had before."""

    def find(catalog: Catalog) -> object:
        units = [unit for unit in catalog.units if unit.obsolete == obsolete]
        return [value for unit in units if (value := getattr(unit.previous or Previous(), field))]

    return find


def targets(*, fuzzy: bool) -> Callable[[Catalog], object]:
    """Return the function that finds the translations of entries that are, or are not, fuzzy in the sample."""
    keys = {unit.key for unit in parse_po(SAMPLE).units if unit.fuzzy == fuzzy}
    return lambda catalog: [unit.targets for unit in catalog.units if unit.key in keys and unit.has_target]


def own_bytes(catalog: Catalog) -> object:
    """Return the bytes of all units but the one that is edited, less a flag that has a row of its own."""
    return {unit.key: unit.raw.strip().replace(", max-length:80", "") for unit in catalog.units if unit.key != KEY}


FEATURES: dict[str, Callable[[Catalog], object]] = {
    "bytes of what was not edited": own_bytes,
    "lines not wrapped": lambda catalog: [catalog.width],
    "order of entries": lambda catalog: [unit.key for unit in catalog.units if not unit.obsolete],
    "sources, plurals": lambda catalog: [by_key(catalog, "source"), by_key(catalog, "source_plural")],
    "translations": targets(fuzzy=False),
    "fuzzy translations": targets(fuzzy=True),
    "`fuzzy`": lambda catalog: [unit.key for unit in catalog.units if unit.fuzzy and not unit.obsolete],
    "`#|` source": previous_of("source", obsolete=False),
    "`#|` context": previous_of("key", obsolete=False),
    "`#` comments": lambda catalog: [unit.comments for unit in catalog.units if unit.comments and not unit.obsolete],
    "`#.` notes": lambda catalog: [unit.notes for unit in catalog.units if unit.notes],
    "`#:` references": lambda catalog: [unit.references for unit in catalog.units if unit.references],
    "`#,` of GNU gettext": flags_of("c-format", "no-wrap"),
    "`#, max-length:80`": flags_of("max-length:80"),
    "`#~` entries": lambda catalog: (
        [by_key(catalog, "targets", obsolete=True)] * bool(by_key(catalog, "key", obsolete=True))
    ),
    "`#~` order": lambda catalog: [unit.key for unit in catalog.units if unit.obsolete],
    "`#~` comments": lambda catalog: [unit.comments for unit in catalog.units if unit.comments and unit.obsolete],
    "`#~` fuzzy": lambda catalog: [unit.key for unit in catalog.units if unit.fuzzy and unit.obsolete],
    "`#~|` source": previous_of("source", obsolete=True),
    "header comments": lambda catalog: catalog.header.comments if catalog.header else (),
    "header's order": lambda catalog: [name for name in catalog.headers if name in parse_po(SAMPLE).headers],
    "`X-Source-Language`": lambda catalog: catalog.headers.get("X-Source-Language", ""),
    "other `X-` fields": lambda catalog: catalog.headers.get("X-Own", ""),
}
VARIANTS: Mapping[str, bytes] = {
    "CRLF": SAMPLE.replace("\n", "\r\n").encode(),
    "byte order mark": b"\xef\xbb\xbf" + SAMPLE.encode(),
}


def compare(feature: Callable[[Catalog], object], wanted: Catalog, found: Catalog) -> str:
    """Return whether a feature is kept, changed or dropped."""
    before, after = feature(wanted), feature(found)
    if before == after:
        return KEPT
    return CHANGED if after else DROPPED


def format_tables(columns: Iterable[tuple[Tool, str, dict[str, str]]]) -> str:
    """Return a table for each group of tools: features down, tools across."""
    found, tables = list(columns), []
    for group in dict.fromkeys(tool.group for tool, _, _ in found):
        members = [column for column in found if column[0].group == group]
        names = [f"{tool.name} {version}" for tool, version, _ in members]
        lines = [f"### {group}", "", f"| | {' | '.join(names)} |", "|---" * (len(names) + 1) + "|"]
        rows = members[0][2]
        lines += [
            f"| {row.replace(BAR, ESCAPED_BAR)} | {' | '.join(marks[row] for _, _, marks in members)} |" for row in rows
        ]
        tables.append("\n".join(lines) + "\n")
    return "\n".join(tables)


# --- GNU gettext ------------------------------------------------------------------------------------------


def type_in(path: Path) -> None:
    """Translate the first text without touching another byte, as in a text editor."""
    catalog = parse_po(path.read_bytes())
    units = [unit.with_changes(targets=(TRANSLATION,)) if unit.key == KEY else unit for unit in catalog.units]
    path.write_bytes(format_po(replace(catalog, units=tuple(units))))


def gnu(*command: str) -> Callable[[Path], None]:
    """Return the function that types the translation in, and lets a program of GNU gettext rewrite the file."""

    def edit(path: Path) -> None:
        type_in(path)
        subprocess.run([*command, "-o", str(path), str(path)], check=True, capture_output=True)

    return edit


def merge(*options: str) -> Callable[[Path], None]:
    """Return the function that types the translation in, and merges the file with its own template."""

    def edit(path: Path) -> None:
        type_in(path)
        catalog = parse_po(SAMPLE)
        empty = [Unit(key=unit.key, source=unit.source, source_plural=unit.source_plural) for unit in catalog.units]
        units = [
            replace(new, notes=old.notes, references=old.references, flags=old.flags)
            for new, old in zip(empty, catalog.units, strict=True)
            if not old.obsolete
        ]
        template = path.with_suffix(".pot")
        template.write_bytes(format_po(replace(catalog, units=tuple(units))))
        command = ["msgmerge", "--quiet", *options, "-o", str(path), str(path), str(template)]
        subprocess.run(command, check=True, capture_output=True)

    return edit


def gnu_version() -> str:
    """Return GNU gettext's version."""
    return last_word("msgcat", "--version")


def last_word(program: str, *arguments: str) -> str:
    """Return the last word of the first line that a program prints, empty where it is not there."""
    if shutil.which(program) is None:
        return ""
    output = subprocess.run([program, *arguments], check=False, capture_output=True, text=True).stdout
    return output.split("\n", 1)[0].rpartition(" ")[2]


# --- libraries --------------------------------------------------------------------------------------------


def package_version(name: str) -> Callable[[], str]:
    """Return the function that finds a package's version."""

    def find() -> str:
        try:
            return importlib.metadata.version(name)
        except importlib.metadata.PackageNotFoundError:
            return ""

    return find


def edit_with_polib(path: Path) -> None:
    """Translate as a script with polib does."""
    import polib

    pofile = polib.pofile(str(path))
    entry = next(entry for entry in pofile if entry.msgctxt == KEY)
    entry.msgstr = TRANSLATION
    pofile.save()


def edit_with_rspolib(path: Path) -> None:
    """Translate as a script with rspolib does."""
    rspolib: Any = importlib.import_module("rspolib")
    pofile = rspolib.pofile(str(path))
    entry = pofile.find_by_msgid_msgctxt(SOURCE, KEY)
    entry.msgstr = TRANSLATION
    pofile.save(str(path))


def edit_with_babel(path: Path) -> None:
    """Translate as a script with Babel does."""
    from babel.messages.pofile import read_po, write_po

    with path.open("rb") as file:
        catalog = read_po(file)
    message = catalog.get(SOURCE, KEY)
    if message is None:
        raise FailedError("Babel: the message is not found")
    message.string = TRANSLATION
    with path.open("wb") as file:
        write_po(file, catalog, include_previous=True)


def edit_with_weblate(path: Path) -> None:
    """Translate as Weblate does: its storage is Translate Toolkit's, and it writes who and when into the header."""
    pypo: Any = importlib.import_module("translate.storage.pypo")
    store = pypo.pofile.parsefile(str(path))
    unit = next(unit for unit in store.units if unit.getcontext() == KEY)
    unit.target = TRANSLATION
    unit.markfuzzy(present=False)
    store.updateheader(
        add=True,
        last_translator="Anna <anna@example.org>",
        plural_forms=None,
        po_revision_date="2026-12-01 10:00+0000",
        x_generator="Weblate 5.15",
    )
    store.save()


# --- editors ----------------------------------------------------------------------------------------------


def package_of_debian(name: str) -> Callable[[], str]:
    """Return the function that finds the version of an installed Debian package, without Debian's own part."""

    def find() -> str:
        if shutil.which(name) is None or shutil.which("dpkg-query") is None:
            return ""
        command = ["dpkg-query", "--show", "--showformat=${Version}", name]
        version = subprocess.run(command, check=False, capture_output=True, text=True).stdout
        return re.sub(r"^\d+:|[-+].*$", "", version)

    return find


def edit_with_omegat(path: Path) -> None:
    """Translate as OmegaT does: from its memory, into a new file."""
    project = path.parent / "project"
    for name in ("source", "target", "tm", "glossary", "dictionary", "omegat"):
        (project / name).mkdir(parents=True)
    shutil.copy(path, project / "source" / path.name)
    folders = "".join(
        f"<{name}_dir>__DEFAULT__</{name}_dir>" for name in ("source", "target", "tm", "glossary", "dictionary")
    )
    options = "<sentence_seg>false</sentence_seg><support_default_translations>true</support_default_translations>"
    languages = "<source_lang>en</source_lang><target_lang>lv</target_lang>"
    settings = f'<project version="1.0">{folders}{languages}{options}</project>'
    (project / "omegat.project").write_text(f"<omegat>{settings}</omegat>", encoding="utf-8")
    pair = (("en", SOURCE), ("lv", TRANSLATION))
    texts = "".join(f'<tuv lang="{locale}"><seg>{escape(text)}</seg></tuv>' for locale, text in pair)
    header = '<header creationtool="OmegaT" o-tmf="OmegaT TMX" datatype="plaintext" segtype="paragraph" srclang="en"/>'
    memory = f'<tmx version="1.1">{header}<body><tu>{texts}</tu></body></tmx>'
    (project / "omegat/project_save.tmx").write_text(memory, encoding="utf-8")
    environment = os.environ | {"HOME": str(path.parent), "LC_ALL": "C.UTF-8"}
    command = ["omegat", str(project), "--mode=console-translate"]
    subprocess.run(command, check=True, capture_output=True, env=environment, timeout=120)
    shutil.copy(project / "target" / path.name, path)


def on_a_screen(editor: str) -> Callable[[Path], None]:
    """Return the function that runs an editor on a screen that nobody sees."""

    def edit(path: Path) -> None:
        before = path.read_bytes()
        (path.parent / ".config").mkdir()
        environment = os.environ | {"HOME": str(path.parent), "LC_ALL": "C.UTF-8", "NO_AT_BRIDGE": "1"}
        inside = [sys.executable, str(Path(__file__).resolve()), "--inside", editor, str(path)]
        command = ["xvfb-run", "-a", "-s", "-screen 0 1280x900x24", "dbus-run-session", "--", *inside]
        subprocess.run(command, check=True, capture_output=True, env=environment, timeout=180)
        if path.read_bytes() == before:
            raise FailedError(f"{editor}: the file is not saved")

    return edit


def edit_in_poedit(path: Path) -> None:
    """Type the translation of the first entry, which Poedit selects, and save."""
    with subprocess.Popen(["poedit", str(path)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        try:
            wait_for(
                lambda: path.name in run("xdotool", "search", "--onlyvisible", "--name", "Poedit", "getwindowname")
            )
            time.sleep(3)
            run("xdotool", "mousemove", "200", "600", "click", "1")  # into the field for the translation
            time.sleep(1)
            run("xdotool", "type", "--delay", "50", TRANSLATION)
            time.sleep(1)
            before = path.read_bytes()
            run("xdotool", "key", "ctrl+s")
            wait_for(lambda: path.read_bytes() != before)
            time.sleep(1)
        finally:
            program.terminate()


def edit_in_lokalize(path: Path) -> None:
    """Set the translation of the first entry over D-Bus, and save."""
    identity = (
        "[Identity]\nauthorName=Anna\nauthorLocalizedName=Anna\nauthorEmail=anna@example.org\ndefaultLangCode=lv\n"
    )
    (path.parent / ".config/lokalizerc").write_text(identity, encoding="utf-8")
    with subprocess.Popen(["lokalize"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as program:
        try:
            name = f"org.kde.lokalize-{program.pid}"
            wait_for(lambda: name in call("org.freedesktop.DBus", "/", "org.freedesktop.DBus.ListNames"))
            time.sleep(5)
            call(name, "/ThisIsWhatYouWant", "org.kde.Lokalize.MainWindow.openFileInEditor", f"string:{path}")
            time.sleep(3)
            editor = ("/ThisIsWhatYouWant/Editor/0", "org.kde.Lokalize.Editor")
            call(name, editor[0], f"{editor[1]}.gotoEntry", "int32:0")
            call(name, editor[0], f"{editor[1]}.setEntryTarget", "int32:0", "int32:0", f"string:{TRANSLATION}")
            call(name, editor[0], f"{editor[1]}.saveFile")
            time.sleep(2)
        finally:
            program.terminate()


def call(*arguments: str) -> str:
    """Return the answer of a D-Bus method."""
    return run("dbus-send", "--session", "--print-reply", f"--dest={arguments[0]}", *arguments[1:])


def run(*command: str) -> str:
    """Return what a command prints."""
    return subprocess.run(command, check=False, capture_output=True, text=True).stdout


def wait_for(is_there: Callable[[], bool], seconds: int = 60) -> None:
    """Wait until something is so; raises TimeoutError if it never is."""
    end = time.monotonic() + seconds
    while not is_there():
        if time.monotonic() > end:
            raise TimeoutError("the editor does not answer")
        time.sleep(0.3)


EDITORS = {"poedit": edit_in_poedit, "lokalize": edit_in_lokalize}
GNU, LIBRARIES, PROGRAMS = "GNU gettext", "Libraries", "Editors and services"
TOOLS = (
    Tool(GNU, "msgcat", gnu_version, gnu("msgcat")),
    Tool(GNU, "msgcat --no-wrap", gnu_version, gnu("msgcat", "--no-wrap")),
    Tool(GNU, "msgattrib", gnu_version, gnu("msgattrib")),
    Tool(GNU, "msgconv", gnu_version, gnu("msgconv", "--to-code=UTF-8")),
    Tool(GNU, "msgmerge", gnu_version, merge()),
    Tool(GNU, "msgmerge --previous", gnu_version, merge("--previous")),
    Tool(LIBRARIES, "polib", package_version("polib"), edit_with_polib),
    Tool(LIBRARIES, "rspolib", package_version("rspolib"), edit_with_rspolib),
    Tool(LIBRARIES, "Babel", package_version("babel"), edit_with_babel),
    Tool(PROGRAMS, "Weblate (Translate Toolkit)", package_version("translate-toolkit"), edit_with_weblate),
    Tool(PROGRAMS, "Poedit", package_of_debian("poedit"), on_a_screen("poedit")),
    Tool(PROGRAMS, "Lokalize", package_of_debian("lokalize"), on_a_screen("lokalize")),
    Tool(PROGRAMS, "OmegaT", package_of_debian("omegat"), edit_with_omegat),
)


if __name__ == "__main__":
    sys.exit(main())
