import json
import os

import pytest

from l10n.errors import ConfigError, ConflictError, L10nError, SeveralErrors
from l10n.model import CatalogId, Domain
from l10n.project import open_project
from l10n.record_json import format_record, parse_record
from tests.sample import CONFIG, SCHEMA, parse, record_json


class Files:
    """A collection's files, by path; `open` is the project that they are."""

    def __init__(self, root):
        self.root = root
        self.write("l10n.toml", CONFIG)

    def write(self, path, content):
        (self.root / path).parent.mkdir(parents=True, exist_ok=True)
        (self.root / path).write_bytes(content.encode() if isinstance(content, str) else content)

    def read(self, path):
        return (self.root / path).read_bytes()

    def open(self):
        return open_project(self.root)

    def problems(self):
        """Return `path:line: field: message` of everything that is wrong, the paths as in the collection."""
        return [str(error).replace(f"{self.root}{os.sep}", "") for error in self.open().find_problems()]


@pytest.fixture
def files(tmp_path):
    return Files(tmp_path)


def line(record_id="a", type_="event", **fields):
    return json.dumps({"id": record_id, "type": type_, "source": "en", **fields}, ensure_ascii=False) + "\n"


class TestOpening:
    def test_no_collection(self, tmp_path):
        with pytest.raises(ConfigError, match=r"there is no such file, expected a collection; `l10n init` makes one"):
            open_project(tmp_path)

    def test_a_folder_in_its_place(self, tmp_path):
        (tmp_path / "l10n.toml").mkdir()
        with pytest.raises(L10nError):
            open_project(tmp_path)

    @pytest.mark.parametrize(
        ("config", "message"),
        [(b"format = 1\nname = '\xff'", ":2: found the byte 0xff, expected UTF-8"), (b"", "there is no 'format'")],
    )
    def test_a_broken_configuration(self, files, config, message):
        files.write("l10n.toml", config)
        with pytest.raises((ConfigError, SeveralErrors)) as caught:
            files.open()
        assert message in str(caught.value)


NAME_RULE = "expected 1 to 120 of a-z 0-9 . _ - beginning with a letter or digit"
PLACE_RULE = "expected records/TYPE/ID.json or records/TYPE.jsonl with TYPE one of event, person"
PLACES = [
    pytest.param("records/event/A.json", f"its name is no record's id: found 'A', {NAME_RULE}", id="upper case"),
    pytest.param("records/event/a b.json", f"its name is no record's id: found 'a b', {NAME_RULE}", id="a space"),
    pytest.param("records/event/é.json", f"its name is no record's id: found 'é', {NAME_RULE}", id="a letter"),
    pytest.param("records/event/-a.json", f"its name is no record's id: found '-a', {NAME_RULE}", id="a hyphen first"),
    pytest.param(
        f"records/event/{'a' * 121}.json",
        f"its name is no record's id: found '{'a' * 120}'… (121 characters), {NAME_RULE}",
        id="121 characters",
    ),
    pytest.param("records/event/b/a.json", f"its name is no record's id: found 'b/a', {NAME_RULE}", id="a subfolder"),
    pytest.param(
        "records/evnt/a.json", f"this is no place for records, {PLACE_RULE}; did you mean 'event'?", id="no type"
    ),
    pytest.param("records/a.json", f"this is no place for records, {PLACE_RULE}", id="no type's folder"),
    pytest.param("records/place.jsonl", f"this is no place for records, {PLACE_RULE}", id="JSONL of no type"),
    pytest.param(
        "records/event/more.jsonl",
        f"this is no place for records, {PLACE_RULE}; did you mean 'event'?",
        id="JSONL in a type's folder",
    ),
]


class TestProblems:
    @pytest.mark.parametrize(("path", "message"), PLACES)
    def test_places(self, files, path, message):
        files.write(path, record_json())
        assert files.problems() == [f"{path}: {message}"]

    @pytest.mark.parametrize("name", ["a.b", "a..b", "a.json", "0", "a" * 120])
    def test_names_that_are_right(self, files, name):
        files.write(f"records/event/{name}.json", record_json(id=name))
        assert files.problems() == []

    def test_all_at_once(self, files):
        files.write("records/event/a.json", record_json(id="b", type="person"))
        files.write("records/event/bom.json", b"\xef\xbb\xbf" + record_json(id="bom"))
        files.write("records/event/deep.json", b"[" * 100_000)
        files.write("records/event/empty.json", b"")
        files.write("records/event/latin.json", record_json(id="latin", title={"en": "é"}).decode().encode("latin-1"))
        files.write("records/event/nfd.json", record_json(id="nfd", title={"en": "e\u0301"}))
        files.write("records/event/ref.json", record_json(id="ref", persons=["person/b", "person/nobody"]))
        files.write("records/event/twice.json", b'{"id": "twice", "type": "event",\n"source": "en", "id": "twice"}')
        (files.root / "records/event/x.json").mkdir()
        (files.root / "records/event/y.json").symlink_to("y.json")
        files.write(
            "records/person.jsonl",
            line("b", "person")
            + "\n"
            + line("c", "person", name={"ee": "X"})
            + "{bad}\r\n"
            + line("d", "person", name={"en": "e\u0301"})
            + line("b", "person").rstrip(),
        )
        assert files.problems() == [
            "records/event/a.json:3: type: found 'person', expected 'event' as the folder or file says",
            "records/event/a.json:2: id: found 'b', expected 'a' as the file's name says",
            "records/event/bom.json:1:1: found a byte order mark, expected UTF-8 without one",
            "records/event/deep.json:1: nested too deeply, expected a record of a few levels",
            "records/event/empty.json:1: it is empty, expected JSON",
            "records/event/latin.json:5:18: found the byte 0xe9, expected UTF-8",
            "records/event/twice.json:2: id: the key 'id' stands twice, expected each key once",
            "records/event/x.json: cannot read it (is a directory)",
            "records/event/y.json: cannot read it (too many levels of symbolic links)",
            (
                "records/person.jsonl:3: name.ee: 'ee' is not a locale of this collection, "
                "expected one of en, ru, lv, et, uk; did you mean 'et'?"
            ),
            "records/person.jsonl:4:2: found 'bad}', expected JSON (expecting property name enclosed in double quotes)",
            (
                "records/person.jsonl:6: id: the record 'person/b' stands also in records/person.jsonl:1, "
                "expected each key once"
            ),
            (
                "records/event/nfd.json:5: title.en: found text that is not in NFC at 'e\u0301', "
                "expected Unicode's composed form"
            ),
            (
                "records/person.jsonl:5: name.en: found text that is not in NFC at 'e\u0301', "
                "expected Unicode's composed form"
            ),
        ]

    def test_a_reference_to_a_record_that_cannot_be_read_is_no_second_error(self, files):
        files.write("records/event/a.json", record_json(persons=["person/b", "person/c"], related=["event/x"]))
        files.write("records/person/b.json", "{")
        assert files.problems() == [
            (
                "records/person/b.json:1:2: found the end of the text, expected JSON "
                "(expecting property name enclosed in double quotes)"
            ),
            (
                "records/event/a.json:5: persons[1]: there is no record 'person/c', "
                "expected the key of one of this collection"
            ),
            (
                "records/event/a.json:6: related[0]: there is no record 'event/x', "
                "expected the key of one of this collection"
            ),
        ]

    def test_one_key_in_both_layouts(self, files):
        files.write("records/event/a.json", record_json())
        files.write("records/event.jsonl", line("b") + line("a"))
        message = "records/event.jsonl:2: id: the record 'event/a' stands also in records/event/a.json:1, "
        assert files.problems() == [f"{message}expected each key once"]
        with pytest.raises(L10nError, match="stands also in"):
            list(files.open().iter_records())
        with pytest.raises(L10nError, match="stands also in"):
            files.open().format_all()

    def test_other_files_are_nobody_s_business(self, files):
        for path in ("README.md", "event/notes.txt", "event/.a.json.swp", ".git/event/A.json", "event/.#a.json"):
            files.write(f"records/{path}", "x")
        assert files.problems() == []


class TestReading:
    def test_both_layouts_give_the_same_records(self, files):
        files.write("records/event.jsonl", "\n" + line("b", title={"en": "B"}) + "  \r\n" + line("c"))
        files.write("records/event/a.json", record_json(title={"en": "A"}))
        records = list(files.open().iter_records())
        assert [record.key for record in records] == ["event/a", "event/b", "event/c"]
        assert records[0] == parse(title={"en": "A"})

    def test_only_the_wanted_records_are_found(self, files):
        files.write("records/event.jsonl", line("a") + line("b") + line("c"))
        files.write("records/event/d.json", record_json(id="d"))
        found = files.open().find_records(["event/b", "event/d", "event/x", "place/a"])
        assert list(found) == ["event/b", "event/d"]

    def test_a_wanted_record_that_stands_twice_is_an_error(self, files):
        files.write("records/event.jsonl", line("a") + line("b") + line("a"))
        assert list(files.open().find_records(["event/b"])) == ["event/b"]
        with pytest.raises(L10nError, match=r"event\.jsonl:3: id: the record 'event/a' stands also in"):
            files.open().find_records(["event/a"])

    def test_good_records_come_before_the_errors_of_the_others(self, files):
        files.write("records/event/a.json", record_json())
        files.write("records/event/b.json", "{")
        files.write("records/event/c.json", record_json(id="c"))
        files.write("records/event/d.json", "[")
        found = []
        with pytest.raises(SeveralErrors) as caught:
            found.extend(record.id for record in files.open().iter_records())
        assert [error.place.path for error in caught.value.all] == [
            str(files.root / "records/event/b.json"),
            str(files.root / "records/event/d.json"),
        ]

    def test_line_separators_in_a_text_end_no_line(self, files):
        files.write("records/event.jsonl", line("a", title={"en": "a\u2028b\x85c\x0b"}) + line("b"))
        assert [record.id for record in files.open().iter_records()] == ["a", "b"]


class TestNormalForm:
    messy = record_json(date="1918", title={"lv": "L", "en": "e\u0301"}, description={"en": ["one", "two"]})

    def test_fmt_is_the_only_one_to_change_a_file(self, files):
        files.write("records/event/a.json", self.messy)
        files.write("records/event/b.json", format_record(parse(id="b"), SCHEMA))
        project = files.open()
        list(project.iter_records())
        assert files.problems() == [
            (
                "records/event/a.json:6: title.en: found text that is not in NFC at 'e\u0301', "
                "expected Unicode's composed form"
            )
        ]
        assert project.find_unformatted() == ("records/event/a.json",)
        assert files.read("records/event/a.json") == self.messy
        assert project.format_all() == ("records/event/a.json",)
        assert "e\u0301" in files.read("records/event/a.json").decode()
        assert (project.format_all(), project.find_unformatted()) == ((), ())
        assert parse_record(files.read("records/event/a.json"), SCHEMA) == parse_record(self.messy, SCHEMA)

    def test_of_jsonl(self, files):
        files.write("records/event.jsonl", "\n" + line("b").replace(", ", ",  ") + line("a").rstrip())
        assert files.open().format_all() == ("records/event.jsonl",)
        assert files.read("records/event.jsonl").decode() == (
            '{"id":"b","type":"event","source":"en"}\n{"id":"a","type":"event","source":"en"}\n'
        )
        assert files.open().format_all() == ()

    def test_nothing_is_written_while_anything_is_broken(self, files):
        files.write("records/event/a.json", self.messy)
        files.write("records/event/b.json", "{")
        with pytest.raises(L10nError):
            files.open().format_all()
        assert files.read("records/event/a.json") == self.messy


class TestSaving:
    def test_an_unchanged_record_changes_no_byte(self, files):
        files.write("records/event/a.json", TestNormalForm.messy)
        files.write(
            "records/person.jsonl", "\n" + line("b", "person").replace(", ", " , ") + "\r\n" + line("c", "person")
        )
        before = {path: files.read(path) for path in ("records/event/a.json", "records/person.jsonl")}
        project = files.open()
        assert project.save_records({record.key: record for record in project.iter_records()}) == ()
        assert {path: files.read(path) for path in before} == before

    def test_only_the_changed_line_changes(self, files):
        lines = [line("a").replace(", ", " , "), "\n", line("b"), line("c").rstrip()]
        files.write("records/event.jsonl", "".join(lines))
        changed = parse(id="b", title={"en": "B"})
        assert files.open().save_records({changed.key: changed}) == ("records/event.jsonl",)
        lines[2] = '{"id":"b","type":"event","source":"en","title":{"en":"B"}}\n'
        assert files.read("records/event.jsonl").decode() == "".join(lines)

    def test_new_records_go_where_their_type_is_kept(self, files):
        files.write("records/person.jsonl", line("a", "person").rstrip())
        person = parse_record(line("b", "person").encode(), SCHEMA)
        event = parse(id="new")
        written = files.open().save_records({person.key: person, event.key: event})
        assert written == ("records/person.jsonl", "records/event/new.json")
        assert files.read("records/person.jsonl").decode() == (
            line("a", "person") + '{"id":"b","type":"person","source":"en"}\n'
        )
        assert [record.key for record in files.open().iter_records()] == ["event/new", "person/a", "person/b"]

    def test_a_record_stays_in_its_own_file_beside_jsonl(self, files):
        files.write("records/event.jsonl", line("b"))
        files.write("records/event/a.json", record_json())
        changed = parse(title={"en": "A"})
        assert files.open().record_path("event/a") == "records/event/a.json"
        assert files.open().record_path("event/new") == "records/event.jsonl"
        assert files.open().save_records({changed.key: changed}) == ("records/event/a.json",)
        assert files.problems() == []

    def test_a_file_that_changed_meanwhile_is_not_written_over(self, files):
        files.write("records/event/a.json", record_json())
        project = files.open()
        file = project.load_record_file("records/event/a.json")
        files.write("records/event/a.json", record_json(date="1918"))
        with pytest.raises(ConflictError, match="someone changed it while l10n was at work"):
            project.replace_file(file.path, b"new", file.lines[0], file.signature)
        assert b"1918" in files.read("records/event/a.json")


class TestCatalogPlaces:
    LOCALES = 'required = ["en", "sr-Latn", "zh-CN", "pt-BR"]\noptional = ["en-x-ab", "ru"]'

    @pytest.fixture
    def project(self, files):
        files.write(
            "l10n.toml",
            CONFIG.replace('required = ["en", "ru", "lv"]\noptional = ["et", "uk"]', self.LOCALES).replace(
                'ee = "et"\nua = "uk"', ""
            ),
        )
        return files.open()

    @pytest.mark.parametrize(
        ("source", "locale", "path"),
        [
            ("ru", "en", "locales/en/LC_MESSAGES/event.ru.po"),
            ("ru", "sr-Latn", "locales/sr@latin/LC_MESSAGES/event.ru.po"),
            ("sr-Latn", "zh-CN", "locales/zh_CN/LC_MESSAGES/event.sr-Latn.po"),
            ("en", "en-x-ab", "locales/en@x-ab/LC_MESSAGES/event.en.po"),
            ("en", None, "locales/event.en.pot"),
        ],
    )
    def test_every_catalog_has_one_place(self, project, source, locale, path):
        catalog = CatalogId(Domain("event", source), locale)
        assert project.catalog_path(catalog) == path
        assert project.find_catalog_id(path) == catalog

    @pytest.mark.parametrize(
        "path",
        [
            "locales/de/LC_MESSAGES/event.ru.po",
            "locales/en/LC_MESSAGES/place.ru.po",
            "locales/en/LC_MESSAGES/event.de.po",
            "locales/en/LC_MESSAGES/event.po",
            "locales/en/LC_MESSAGES/l10n.po",
            "locales/en/event.ru.po",
            "locales/en/LC_MESSAGES/event.ru.pot",
            "locales/event.ru.po",
            "locales/zh-CN/LC_MESSAGES/event.ru.po",
            "po/event.en.pot",
        ],
    )
    def test_other_files_are_no_catalogs_of_the_collection(self, project, path):
        assert project.find_catalog_id(path) is None


class TestSoundFiles:
    """What was read before and had nothing wrong is not looked at so closely again."""

    @pytest.mark.parametrize("path", ["records/event/a.json", "records/event.jsonl"], ids=["file", "lines"])
    def test_records_are_the_same(self, files, path):
        files.write(path, line(title={"en": "Riga"}, description={"en": ["one", "two"]}))
        project = files.open()
        assert list(project.iter_records(project.find_record_files())) == list(project.iter_records())

    @pytest.mark.parametrize("path", ["records/event/a.json", "records/event.jsonl"], ids=["file", "lines"])
    def test_another_version_is_looked_at(self, files, path):
        files.write(path, line(title={"en": "Riga"}))
        project = files.open()
        sound = project.find_record_files()
        files.write(path, line(title={"en": 1234}))
        with pytest.raises(L10nError, match="found a number, expected a text"):
            list(project.iter_records(sound))

    @pytest.mark.parametrize("text", ["no JSON", '{"id": "a"}'])
    def test_a_file_that_changes_meanwhile_is_an_error(self, files, text):
        lines = [line(f"a{number}", title={"en": "Riga"}) for number in range(5000)]
        files.write("records/event.jsonl", "".join(lines))
        project = files.open()
        records = project.iter_records(project.find_record_files())
        next(records)
        files.write("records/event.jsonl", "".join(f"{text:<{len(found) - 1}}\n" for found in lines))
        with pytest.raises(ConflictError, match="someone changed it"):
            list(records)

    def test_a_key_that_stands_twice_is_found(self, files):
        files.write("records/event.jsonl", line(title={"en": "Riga"}))
        files.write("records/event/a.json", line(title={"en": "Riga"}))
        project = files.open()
        with pytest.raises(L10nError, match="stands also in"):
            list(project.iter_records(project.find_record_files()))
