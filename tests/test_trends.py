"""Past coverage: every point is what counting that commit's own files gives."""

import json

import pytest

from l10n.commits import find_commits, find_objects
from l10n.coverage import count_coverage
from l10n.project import open_project
from l10n.trends import count_trend, restrict
from tests.collection import CONFIG, TERROR, TROTSKY, make_collection
from tests.repository import Repository


@pytest.fixture
def collection(tmp_path):
    found = make_collection(tmp_path / "r" / "c")
    found.repository = Repository(tmp_path / "r", has_driver=False)
    found.repository.commit({".gitignore": b".l10n/\n"})
    return found


def trend_of(collection):
    project = open_project(collection.root)
    return count_trend(project, find_objects(project.root, find_commits(project.root)))


def counted(collection):
    project = open_project(collection.root)
    return count_coverage(project.iter_records(), project.schema, ("type",))


def make_history(collection):
    """Change the collection in every way, commit by commit; return what there was to count each time."""
    found = [counted(collection)]

    def step():
        collection.repository.commit()
        found.append(counted(collection))

    collection.edit("event/terror/title", "lv", "Sarkanais terors")
    step()
    collection.edit("person/trotsky/name", "ru", None)
    collection.write_record(TROTSKY | {"id": "lenin"})
    step()
    (collection.root / "records/person/trotsky.json").unlink()
    lines = [TERROR | {"id": f"e{n}"} for n in range(3)]
    collection.write("records/event.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    step()
    lines[1]["title"] = {"en": "Other", "uk": "Інше"}
    collection.write("records/event.jsonl", "".join(json.dumps(line) + "\n\n" for line in [lines[1], *lines[:1]]))
    step()
    collection.write("l10n.toml", CONFIG.replace('optional = ["uk"]', 'optional = ["pl", "uk"]'))
    step()
    lines[1]["title"].pop("uk")
    lines += [lines[1] | {"id": "last"}]
    collection.write("records/event.jsonl", "".join(json.dumps(line) + "\n" for line in lines))
    step()
    collection.write(
        "l10n.toml", CONFIG.replace('optional = ["uk"]', 'optional = ["pl"]').replace('label = "Title"', "")
    )
    step()
    (collection.root / "records/event.jsonl").unlink()
    (collection.root / "records/event/terror.json").unlink()
    step()
    return found


def test_every_point_is_what_its_own_files_give(collection):
    expected = make_history(collection)
    for _ in ("fresh", "kept"):
        trend = trend_of(collection)
        assert [point.coverage for point in trend.points] == expected
        assert trend.left_out == ()
    assert all(point.revision and point.when for point in trend.points)


def test_what_was_counted_is_not_counted_again(collection):
    make_history(collection)
    before = trend_of(collection)
    path = collection.root / ".l10n/trends"
    kept = path.read_bytes()
    for commit in find_objects(collection.root, find_commits(collection.root)):
        for line in collection.repository.git("ls-tree", "-r", commit.records).splitlines():
            name = line.split()[2]
            (collection.repository.root / ".git/objects" / name[:2] / name[2:]).unlink(missing_ok=True)
    assert trend_of(collection) == before
    assert path.read_bytes() == kept
    path.unlink()
    trend = trend_of(collection)
    assert {each.problem.partition(": ")[2][:28] for each in trend.left_out} == {"this clone lacks the object "}


def test_what_comes_back_is_counted(collection):
    expected = make_history(collection)
    objects = collection.repository.root / ".git/objects"
    name = collection.repository.git("rev-parse", "HEAD~2:c/records/event.jsonl").strip()
    place, kept = objects / name[:2] / name[2:], collection.repository.root / "kept"
    place.rename(kept)
    assert len(trend_of(collection).points) < len(expected)
    kept.rename(place)
    trend = trend_of(collection)
    assert [point.coverage for point in trend.points] == expected
    assert trend.left_out == ()


CALENDAR = """
[types.event.fields.date]
kind = "date"
[types.event.fields.calendar]
kind = "value"
"""
TITLE = '[types.event.fields.title]\nkind = "line"'


@pytest.mark.parametrize(
    ("values", "lenient", "strict"),
    [
        ({"persons": ["event/terror"]}, CONFIG.replace('["person"]', '["event", "person"]'), CONFIG),
        (
            {"calendar": "lunar"},
            CONFIG + CALENDAR,
            CONFIG + CALENDAR.replace('"date"', '"date"\ncalendar = "calendar"'),
        ),
        ({"calendar": "lunar"}, CONFIG + CALENDAR, CONFIG + CALENDAR.replace('"value"', '"line"')),
        ({"title": {"en": "x" * 1_000_001}}, CONFIG.replace(TITLE, f"{TITLE}\nmax-length = 2000000"), CONFIG),
        ({"title": {"en": "A", "uk": "B"}}, CONFIG, CONFIG.replace('optional = ["uk"]', "")),
    ],
    ids=["references", "a calendar", "a kind", "a length", "locales"],
)
@pytest.mark.parametrize("is_refused_first", [False, True], ids=["refused last", "refused first"])
def test_a_commit_is_read_by_its_own_configuration(collection, values, lenient, strict, is_refused_first):
    collection.write_record(TERROR | {"id": "other"} | values)
    revisions = {}
    for config in (strict, lenient) if is_refused_first else (lenient, strict):
        collection.write("l10n.toml", config)
        revisions[config] = collection.repository.commit()
    for _ in ("fresh", "kept"):
        trend = trend_of(collection)
        assert [each.revision for each in trend.left_out] == [revisions[strict]]
        assert len(trend.points) == 2


@pytest.mark.parametrize("data", [b"", b"?", b"\0" * 100, "cut"], ids=["empty", "text", "zeros", "cut"])
def test_a_broken_cache_is_as_none(collection, data):
    collection.edit("event/terror/title", "lv", "Sarkanais terors")
    collection.repository.commit()
    before = trend_of(collection)
    path = collection.root / ".l10n/trends"
    path.write_bytes(path.read_bytes()[:-20] if data == "cut" else data)
    assert trend_of(collection) == before


def test_what_cannot_be_read_is_left_out_and_said(collection):
    revisions = []
    for path, text in (
        ("records/event/bad.json", "{"),
        ("l10n.toml", "format = 1"),
        ("l10n.toml", CONFIG),
        ("records/event/bad.json", json.dumps(TERROR | {"id": "bad"})),
    ):
        collection.write(path, text)
        revisions.append(collection.repository.commit())
    for _ in ("fresh", "kept"):
        trend = trend_of(collection)
        assert [each.revision for each in trend.left_out] == revisions[:3]
        first, second, third = (each.problem for each in trend.left_out)
        assert first.startswith("records/event/bad.json:1:2: found the end of the text")
        assert second == "l10n.toml: there is no 'name', expected the collection's name"
        assert third == first
        assert len(trend.points) == 2
        assert trend.points[-1].coverage == counted(collection)


def test_lines_keep_their_numbers(collection):
    good = json.dumps(TERROR | {"id": "one"})
    collection.write("records/event.jsonl", f"{good}\n")
    collection.repository.commit()
    collection.write("records/event.jsonl", f"{good}\n\n{{\n")
    collection.repository.commit()
    (left_out,) = trend_of(collection).left_out
    assert left_out.problem.startswith("records/event.jsonl:3:2: ")


def test_a_folder_that_cannot_be_written(collection):
    collection.write(".l10n", "a file where the folder should be")
    assert len(trend_of(collection).points) == 1


def test_a_point_of_some_locales_and_types(collection):
    (point,) = trend_of(collection).points
    project = open_project(collection.root)
    records = [record for record in project.iter_records() if record.type == "person"]
    whole = count_coverage(records, project.schema)
    found = restrict(point, ["lv", "ru", "de"], ["person", "place"]).coverage
    assert list(found.locales) == ["ru", "lv"]
    assert found.locales["lv"] == whole.locales["lv"]
    assert (found.records, found.required, found.by_type) == (1, ("ru", "lv"), None)
    assert restrict(point, ["lv"], []).coverage.locales["lv"].units.wanted == 0
