"""Files that come back: saved by other tools, with other headers, of other batches and languages."""

import shutil

import pytest

from l10n.errors import L10nError
from l10n.project import open_project
from tests.batches import DONE, TITLE, back, bring, out, resave, state, work
from tests.collection import CONFIG


@pytest.mark.skipif(shutil.which("msgcat") is None, reason="gettext is not installed")
@pytest.mark.parametrize("options", [(), ("--sort-output",), ("--width=40",), ("--no-location",), ("--use-first",)])
def test_files_that_other_tools_saved(collection, handed, options):
    work(handed, DONE)
    resave(handed, *options)
    assert {unit: fate for unit, fate in back(collection, handed).items() if unit in DONE} == dict.fromkeys(
        DONE, "taken"
    )


def test_a_file_without_the_header_needs_the_batch(collection, handed):
    work(handed, DONE)
    lines = handed.read_text().splitlines(keepends=True)
    handed.write_text("".join(line for line in lines if "X-L10n" not in line))
    before = state(collection)
    with pytest.raises(L10nError, match="expected a header X-L10n-Batch"):
        bring(collection, handed)
    assert state(collection) == before
    (name,) = open_project(collection.root).load_batches()
    intakes, _ = bring(collection, handed, batch=name)
    assert intakes[0].batch.id == name
    assert collection.held(TITLE, "lv") == DONE[TITLE]


@pytest.mark.parametrize("header", ["../../etc/passwd", "lv-2026-11-23-000000"])
def test_a_header_that_names_no_batch(collection, handed, header):
    (name,) = open_project(collection.root).load_batches()
    handed.write_text(handed.read_text().replace(f"X-L10n-Batch: {name}", f"X-L10n-Batch: {header}"))
    with pytest.raises(L10nError, match=r"no batch"):
        bring(collection, handed)


def with_header(path, name, value):
    """Give a file's header another value; None takes it away."""
    lines = path.read_text().splitlines(keepends=True)
    changed = "" if value is None else f'"{name}: {value}\\n"\n'
    assert any(line.startswith(f'"{name}:') for line in lines)
    path.write_text("".join(changed if line.startswith(f'"{name}:') else line for line in lines))


@pytest.mark.parametrize(
    ("header", "found", "expected"),
    [
        ("Language", "uk", "found 'uk', expected 'lv', the locale of the batch lv-"),
        ("Language", "Latvian", "found 'Latvian', expected 'lv', the locale of the batch lv-"),
        ("Language", "lv@cyrillic", "found 'lv@cyrillic', expected 'lv', the locale of the batch lv-"),
        ("X-Source-Language", "ru", "found 'ru', expected 'en', from which the batch lv-"),
    ],
)
def test_a_file_in_another_language_is_not_taken(collection, handed, header, found, expected):
    work(handed, DONE)
    with_header(handed, header, found)
    before = state(collection)
    (name,) = open_project(collection.root).load_batches()
    for batch in ("", name):
        with pytest.raises(L10nError) as caught:
            bring(collection, handed, batch=batch)
        assert str(caught.value).startswith(f"{handed}:1: {header}: {expected}")
    assert state(collection) == before


def test_a_file_of_another_batch_is_not_taken(collection, handed, tmp_path):
    (other,) = out(collection, tmp_path, locale="uk")
    work(other, {TITLE: "Червоний терор"})
    name, another = sorted(open_project(collection.root).load_batches())
    before = state(collection)
    with pytest.raises(L10nError) as caught:
        bring(collection, handed, other, batch=name)
    assert f"{other}:1: X-L10n-Batch: found {another!r}, expected {name!r}, which --batch names" in str(caught.value)
    assert f"{other}:1: Language: found 'uk', expected 'lv'" in str(caught.value)
    assert state(collection) == before
    assert collection.run("batch", "in", str(other), "--batch", name) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"Language": None, "X-Source-Language": None, "X-L10n-Batch": None},
        {"Language": "", "X-Source-Language": "", "X-L10n-Batch": ""},
        {"Language": "lv_LV", "X-Source-Language": "en_GB"},
        {"Language": "LV", "X-Source-Language": "EN"},
    ],
    ids=["lost", "empty", "with a region", "in capitals"],
)
def test_a_file_whose_headers_do_not_contradict_is_taken(collection, handed, headers):
    work(handed, DONE)
    for header, value in headers.items():
        with_header(handed, header, value)
    (name,) = open_project(collection.root).load_batches()
    bring(collection, handed, batch=name)
    assert collection.held(TITLE, "lv") == DONE[TITLE]


@pytest.mark.parametrize("locale", ["zh-CN", "zh-Hans", "sr-Latn", "pt-BR", "lv-x-old"])
def test_the_headers_of_a_file_that_was_handed_out_are_those_of_its_batch(collection, tmp_path, locale):
    collection.write("l10n.toml", CONFIG.replace('["uk"]', f'["uk", "zh", "{locale}"]'))
    (path,) = out(collection, tmp_path, locale=locale)
    work(path, {TITLE: "X"})
    assert back(collection, path)[TITLE] == "taken"


def test_a_region_that_the_collection_has_apart_is_another_locale(collection, handed):
    collection.write("l10n.toml", CONFIG.replace('["uk"]', '["uk", "lv-LV"]'))
    with_header(handed, "Language", "lv_LV")
    with pytest.raises(L10nError, match=r"found 'lv_LV', expected 'lv'"):
        bring(collection, handed)
