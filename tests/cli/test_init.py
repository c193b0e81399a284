import json
import tomllib

import pytest

from l10n.cli import OK, USAGE


def test_an_empty_folder(folder):
    status, out, err = folder.run("init")
    assert (status, err) == (OK, "")
    assert out.startswith("made l10n.toml with the types event, person and place in en.\nNext: ")
    assert sorted(folder.files()) == [".gitattributes", ".gitignore", "l10n.toml"]
    assert (folder.path / "records").is_dir()
    assert (folder.path / "locales").is_dir()
    assert folder.read(".gitignore") == ".l10n/\n.*.l10n-new\n"
    config = tomllib.loads(folder.read("l10n.toml"))
    assert list(config["types"]) == ["event", "person", "place"]
    assert config["name"] == folder.path.name
    assert config["locales"] == {"required": ["en"], "optional": []}


def test_locales_name_and_folder(folder):
    arguments = ["--required", "EN, ru,sr-latn", "--optional", "pt-br,", "--name", 'A "B" \\ é']
    status, out, _ = folder.run("init", "my/archive", *arguments)
    assert status == OK
    assert "in en, ru, sr-Latn, pt-BR." in out
    assert "`l10n -C my/archive sync`" in out
    config = tomllib.loads(folder.read("my/archive/l10n.toml"))
    assert config["locales"] == {"required": ["en", "ru", "sr-Latn"], "optional": ["pt-BR"]}
    assert config["name"] == 'A "B" \\ é'
    assert folder.run("-C", "my", "init", "other").status == OK
    assert (folder.path / "my" / "other" / "l10n.toml").is_file()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("*.pyc\n", "*.pyc\n.l10n/\n.*.l10n-new\n"),
        ("*.pyc", "*.pyc\n.l10n/\n.*.l10n-new\n"),
        ("", ".l10n/\n.*.l10n-new\n"),
        (".l10n/\n*.pyc\n", ".l10n/\n*.pyc\n.*.l10n-new\n"),
        (".*.l10n-new\n.l10n/", ".*.l10n-new\n.l10n/"),
        ("# .l10n/\n", "# .l10n/\n.l10n/\n.*.l10n-new\n"),
    ],
)
def test_a_folder_with_a_gitignore(folder, before, after):
    folder.write(".gitignore", before)
    assert folder.run("init").status == OK
    assert folder.read(".gitignore") == after


def test_quiet(folder):
    assert folder.run("init", "-q") == (OK, "", "")


def test_an_existing_collection_is_refused(folder):
    folder.write("l10n.toml", "anything")
    folder.write("records/event/a.json", "{}")
    before = folder.files()
    assert folder.run("init") == (
        USAGE,
        "",
        "l10n.toml: there is a collection already, expected a folder without one\n",
    )
    assert folder.files() == before


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["--required", "en,e"], "'e' is not a locale, expected a BCP 47 code"),
        (["--required", ""], "locales: found no locale, expected at least one"),
        (["--optional", "en"], "locales: 'en' is both required and optional, expected one of the two"),
        (["--required", "ru,ru"], "locales.required: 'ru' stands twice, expected each locale once"),
        (["--required", "zh-CN,zh-Hans"], "share gettext's name 'zh_CN', expected one of the two"),
    ],
)
def test_what_cannot_be_leaves_nothing_behind(folder, arguments, message):
    status, out, err = folder.run("init", *arguments)
    assert (status, out) == (USAGE, "")
    assert message in err
    assert list(folder.path.iterdir()) == []


@pytest.mark.parametrize(("name", "message"), [("records", "cannot make it"), (".gitignore/x", "is a directory")])
def test_what_stands_in_the_way_is_named(folder, name, message):
    folder.write(name, "x")
    status, _, err = folder.run("init")
    assert (status, message in err) == (USAGE, True)
    assert not (folder.path / "l10n.toml").exists()


def test_a_new_collection_works_before_it_has_anything(folder):
    folder.run("init", "--required", "en,ru", "--optional", "lv")
    before = folder.files()
    assert folder.run("validate") == (OK, "validate: nothing wrong in 0 record files and 0 catalogs\n", "")
    assert folder.run("fmt", "--check").status == OK
    assert folder.run("sync") == (OK, "sync: nothing changed.\n", "")
    status, out, err = folder.run("coverage")
    assert (status, err) == (OK, "")
    assert "100" not in out, "nothing is done of nothing"
    assert "nothing is wanted yet" in out
    found = json.loads(folder.run("coverage", "--format", "json").out)
    assert found["records"] == 0
    assert {numbers["units"]["ratio"] for numbers in found["locales"].values()} == {None}
    assert json.loads(folder.run("schema").out)["properties"]["type"] == {"enum": ["event", "person", "place"]}
    assert folder.files() == before


def test_the_first_record_of_a_new_collection(folder):
    folder.run("init", "--required", "en,ru")
    folder.write_record(title={"en": "The Red Terror"}, date="1918-09-05/1922", images=[{"caption": {"en": "C"}}])
    assert folder.run("validate").status == OK
    assert folder.run("sync").status == OK
    assert 'msgctxt "event/a/title"' in folder.read("locales/ru/LC_MESSAGES/event.en.po")
    assert json.loads(folder.run("coverage", "--format", "json").out)["locales"]["ru"]["units"]["wanted"] == 2
