"""The documentation is complete and its examples run."""

import argparse
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from l10n import config, schema
from l10n.cli import COMMANDS, command_parser
from l10n.imports import IMPORTERS

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"


def section(command: str) -> str:
    """Return what docs/commands.md says of one command."""
    parts = re.split(r"^## ", (DOCS / "commands.md").read_text(), flags=re.MULTILINE)
    found = [part for part in parts if f"`l10n {command}" in part.split("\n")[0]]
    assert len(found) == 1, f"docs/commands.md has {len(found)} sections for l10n {command}"
    return found[0]


def options(command: str) -> list[str]:
    parsers = [command_parser(command)]
    for action in parsers[0]._actions:
        parsers += action.choices.values() if isinstance(action, argparse._SubParsersAction) else ()
    names = [name for parser in parsers for action in parser._actions for name in action.option_strings]
    return [name for name in names if name not in {"-h", "--help", "-C", "-q", "--quiet", "--ui-locale"}]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_option_is_documented(command: str) -> None:
    text = section(command)
    missing = [name for name in options(command) if f"`{name}" not in text]
    assert not missing


@pytest.mark.parametrize("command", COMMANDS)
def test_every_documented_option_exists(command: str) -> None:
    text = section(command)
    together = [name for name in COMMANDS if f"`l10n {name}" in text.split("\n")[0]]
    known = {option for name in together for option in options(name)}
    assert set(re.findall(r"`(--?[a-z][a-z-]*)", text)) <= known


@pytest.mark.parametrize("command", COMMANDS)
def test_help_says_what_a_command_takes(command: str) -> None:
    text = command_parser(command).format_help()
    assert COMMANDS[command][1:] in " ".join(text.split())
    assert all(action.help for action in command_parser(command)._actions)


def configuration_keys() -> list[str]:
    """Return every key of l10n.toml as docs/records.md spells it."""
    tables = {
        "": config._Root,
        "locales.": config._LocalesTable,
        "types.TYPE.": config._TypeTable,
        "types.TYPE.fields.FIELD.": config._FieldTable,
        "imports.FORMAT.": config._ImportTable,
        "gates.": config._GatesTable,
        "site.": config._SiteTable,
    }
    keys = [
        f"{prefix}{field.encode_name}" for prefix, table in tables.items() for field in msgspec.structs.fields(table)
    ]
    return [key for key in keys if key not in {"locales", "types", "imports", "gates", "site", "types.TYPE.fields"}]


@pytest.mark.parametrize("key", configuration_keys())
def test_every_configuration_key_is_documented(key: str) -> None:
    assert f"`{key}`" in (DOCS / "records.md").read_text()


@pytest.mark.parametrize("kind", list(schema.FieldKind))
def test_every_kind_of_field_is_documented(kind: schema.FieldKind) -> None:
    assert f"| `{kind}` |" in (DOCS / "records.md").read_text()


@pytest.mark.parametrize("name", IMPORTERS.names)
def test_every_import_format_is_documented(name: str) -> None:
    assert (DOCS / f"import-{name}.md").exists()


def test_every_module_is_in_the_picture_of_the_architecture() -> None:
    text = (DOCS / "architecture.md").read_text()
    names = [path.stem for path in (ROOT / "l10n").glob("*.py") if not path.stem.startswith("__")]
    names += [f"{path.name}/" for path in (ROOT / "l10n").iterdir() if (path / "__init__.py").exists()]
    missing = [name for name in names if f"`{name}`" not in text]
    assert not missing


def test_links_between_pages_lead_somewhere() -> None:
    for page in (ROOT / "README.md", *DOCS.glob("*.md")):
        for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", page.read_text()):
            assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_configuration_shown_is_accepted() -> None:
    text = (DOCS / "records.md").read_text()
    example = re.search(r"```toml\n(.*?)```", text, re.DOTALL)
    assert example is not None
    complete = f'{example[1]}\n[types.person]\n[types.person.fields.name]\nkind = "name"\n'
    assert config.parse_schema(complete).locales[0] == "en"


def run(*arguments: str, cwd: Path) -> str:
    command = [sys.executable, "-m", "l10n", *arguments]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True).stdout


def test_the_readme_s_own_collection_works(tmp_path: Path) -> None:
    text = (ROOT / "README.md").read_text()
    block = re.search(r"(?:^    (?:l10n|cd) .*\n)+", text, re.MULTILINE)
    record = re.search(r"```json\n(.*?)```", text, re.DOTALL)
    assert block is not None
    assert record is not None
    lines = [line.split("#")[0].split() for line in block[0].splitlines()]
    folder = tmp_path
    for line in lines:
        if line[0] == "cd":
            folder = folder / line[1]
            key = json.loads(record[1])
            path = folder / "records" / key["type"] / f"{key['id']}.json"
            path.parent.mkdir(parents=True)
            path.write_text(record[1])
        elif line[1] != "import":
            output = run(*line[1:], cwd=folder)
    assert "lv" in output
    assert (folder / "locales/ru/LC_MESSAGES/person.en.po").exists()
    assert run("validate", cwd=folder).startswith("validate: nothing wrong")


def test_the_three_steps_of_the_readme(tmp_path: Path) -> None:
    collection = tmp_path / "demo"
    collection.mkdir()
    for name in ("records", "locales"):
        shutil.copytree(ROOT / name, collection / name)
    shutil.copy(ROOT / "l10n.toml", collection)
    path = collection / "locales/lv/LC_MESSAGES/event.en.po"
    path.write_text(path.read_text().replace('msgstr "Sarkanais terors"', 'msgstr "Sarkanais terors (1918)"'))
    run("sync", cwd=collection)
    assert '"lv": "Sarkanais terors (1918)"' in (collection / "records/event/red-terror.json").read_text()
