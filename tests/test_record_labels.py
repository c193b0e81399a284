"""Labels read alone: those that whole records have."""

import json

import pytest

from l10n.errors import ParseError
from l10n.project import open_project
from l10n.record_labels import iter_labels
from l10n.records import record_label
from tests.collection import CONFIG, TERROR, TROTSKY, make_collection
from tests.hostile import make_hostile

ODD = [
    pytest.param({"source": "ru"}, id="another source locale"),
    pytest.param({"title": {"en": " ", "ru": "Террор"}}, id="a blank text in the source locale"),
    pytest.param({"title": {}}, id="no text at all"),
    pytest.param({"title": None}, id="no field"),
    pytest.param({"title": {"lv": "Terors", "uk": "Терор"}}, id="no text in the source locale"),
    pytest.param({"title": {"en": 'The \\u00ab"Red\\t', "ru": "\u2028"}}, id="escapes"),
    pytest.param({"title": {"en": "The Terror"}, "description": {"en": {"p1": "😀"}}}, id="more"),
]


def labels_of(root):
    project = open_project(root)
    labels = list(iter_labels(project.iter_record_texts(), project.schema))
    assert labels == [(record.key, record_label(record, project.schema)) for record in project.iter_records()]
    return dict(labels)


@pytest.mark.parametrize("fields", ODD)
@pytest.mark.parametrize("lines", [True, False], ids=["lines", "files"])
def test_labels_are_those_of_whole_records(tmp_path, fields, lines):
    record = {name: value for name, value in (TERROR | fields).items() if value is not None}
    make_collection(tmp_path, TROTSKY, record)
    if lines:
        (tmp_path / "records/event/terror.json").unlink()
        text = "\n".join(json.dumps(each) for each in (record, {**record, "id": "two"}))
        (tmp_path / "records/event.jsonl").write_text(f"{text}\n \n", encoding="utf-8")
    assert next(iter(labels_of(tmp_path))) == "event/terror"


def test_labels_of_hostile_texts(tmp_path):
    assert "=1+1" in labels_of(make_hostile(tmp_path)).values()


def test_a_type_without_a_label_has_ids(tmp_path):
    config = f"{CONFIG}\n[types.note]\n[types.note.fields.body]\nkind = 'text'\n"
    make_collection(tmp_path, {"id": "a", "type": "note", "source": "en", "body": {"en": {"p": "x"}}}, config=config)
    assert labels_of(tmp_path) == {"note/a": "a"}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "records/person/a.json:1:2: found the end of the text"),
        ('{"id": "a", "type": "person", "source": 1}', "records/person/a.json:1: source: "),
        ('{"id": "a", "type": "person", "source": "en", "name": "A"}', "records/person/a.json:1: name: "),
    ],
    ids=["no JSON", "no locale", "no text"],
)
def test_what_cannot_be_read_has_its_usual_error(tmp_path, monkeypatch, text, message):
    make_collection(tmp_path, TROTSKY)
    (tmp_path / "records/person/a.json").write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    project = open_project(".")
    with pytest.raises(ParseError) as caught:
        list(iter_labels(project.iter_record_texts(), project.schema))
    assert str(caught.value).startswith(message)
