"""Renamed records and moved paragraphs take everything along that their catalogs have."""

import json

import pytest

from tests.collection import CONFIG, DAY, TERROR, Collection, make_collection

P1, P2, TITLE = "event/terror/description/p1", "event/terror/description/p2", "event/terror/title"
LV, RU = "locales/lv/LC_MESSAGES/event.en.po", "locales/ru/LC_MESSAGES/event.en.po"
PLACES = """
[types.place]
label = "Place"
[types.place.fields.title]
kind = "line"
label = "Title"
[types.place.fields.description]
kind = "text"
label = "Description"
[types.place.fields.images]
kind = "list"
[types.place.fields.images.fields.file]
kind = "value"
[types.place.fields.images.fields.caption]
kind = "line"
label = "Caption"
"""


@pytest.fixture(autouse=True)
def clock(monkeypatch):
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(DAY))


@pytest.fixture(params=["with-the-index", "without-the-index"])
def collection(request, tmp_path) -> Collection:
    """An event with a translation, a draft and a doubt, a comment, and an obsolete text; others around it."""
    others = [
        {"id": name, "type": "event", "source": "en", "title": {"en": f"The {name}"}} for name in ("army", "zone")
    ]
    event = {name: value for name, value in TERROR.items() if name != "persons"}
    event["description"] = {"en": {**event["description"]["en"], "p3": "Gone."}, "ru": event["description"]["ru"]}
    made = make_collection(tmp_path, event, *others, config=CONFIG + PLACES)
    made.sync()
    made.translate("event/terror/description/p3", "lv", "Prom.")
    made.translate(TITLE, "lv", "Sarkanais terors", comments=("mine", "and more"))
    made.translate(P2, "lv", "melnraksts", fuzzy=True)
    made.translate(P1, "ru", fuzzy=True)
    made.sync()
    made.edit("event/terror/description/p3", "en", None)
    made.edit("event/terror/description/p3", "lv", None)
    made.sync()
    made.parametrized = request.param
    return made


def sync(collection, *, expect=0):
    """Sync from what the parameter says, twice: the second time nothing changes."""
    if collection.parametrized == "without-the-index":
        collection.forget()
    collection.sync(expect=expect)
    settled = collection.files()
    collection.sync(expect=expect)
    assert collection.files() == settled
    collection.forget()
    collection.sync(expect=expect)
    assert collection.files() == settled


def rename(collection, new_id="red-terror", type_="event", **changes):
    record = collection.record("event/terror") | {"id": new_id, "type": type_} | changes
    (collection.root / "records/event/terror.json").unlink()
    collection.write_record(record)


def shown(entry):
    return entry.target, entry.fuzzy, entry.obsolete, entry.comments, entry.previous


def entries(collection, type_="event"):
    """Return what a translator sees of every entry of the record, by place and without the record's key."""
    found = {}
    for locale in ("lv", "ru", "uk"):
        path = f"locales/{locale}/LC_MESSAGES/{type_}.en.po"
        for entry in collection.catalog(path).units if path in collection.files() else ():
            name = entry.key.split("/")[1]
            if name not in {"army", "zone"}:
                found[locale, entry.key.split("/", 2)[2], entry.source] = shown(entry)
    return found


@pytest.mark.parametrize("new_id", ["aa", "red-terror", "zz"])
def test_a_renamed_record_loses_nothing(collection, new_id):
    before = entries(collection)
    assert ("Prom.", False, True, (), None) in before.values()
    rename(collection, new_id)
    sync(collection)
    assert entries(collection) == before
    assert "event/terror" not in "".join(collection.read(path) for path in collection.catalogs())
    keys = [unit.key for unit in collection.catalog(LV).units if not unit.obsolete]
    assert [unit.key for unit in collection.catalog("locales/event.en.pot").units] == keys
    records = list(dict.fromkeys(key.split("/")[1] for key in keys))
    assert records == sorted(records), "it stands where a new one would"


def test_it_is_counted_and_nothing_is_set_aside(collection, capsys):
    rename(collection)
    capsys.readouterr()
    for arguments in (["--dry-run"], []):
        collection.run("sync", "--format", "json", *arguments)
        counts = json.loads(capsys.readouterr().out)["counts"]
        assert {locale: found.get("followed") for locale, found in counts.items()} == {"lv": 2, "ru": 2, "uk": None}
        assert not any("set-aside" in found for found in counts.values())


def test_a_dry_run_names_the_files_and_writes_none(collection):
    rename(collection)
    before = collection.files()
    assert collection.run("sync", "--dry-run", "--quiet") == 0
    assert collection.files() == before


def test_another_type_is_another_catalog(collection):
    before = entries(collection)
    rename(collection, "terror", "place")
    sync(collection)
    assert entries(collection, "place") == before
    assert not entries(collection)


def test_a_text_that_only_the_catalog_has_reaches_the_renamed_record(collection):
    collection.translate(P1, "lv", "Tas sākās 1918. gadā.")
    rename(collection)
    sync(collection)
    assert collection.held("event/red-terror/description/p1", "lv") == "Tas sākās 1918. gadā."


@pytest.mark.parametrize("steps", [("update",), ("apply", "update"), ("update lv", "update ru", "update"), ("apply",)])
def test_other_ways_lead_to_the_same(collection, steps):
    collection.translate(P1, "lv", "Tas sākās 1918. gadā.")
    rename(collection)
    once = Collection(collection.root.parent / f"{collection.root.name}-once")
    for path, data in collection.files().items():
        once.write_bytes(path, data)
    once.write("l10n.toml", collection.read("l10n.toml"))
    once.sync()
    for step in steps:
        assert collection.run(*step.split(), "--quiet") == 0
    sync(collection)
    assert collection.files() == once.files()


def test_a_paragraph_that_moved_keeps_its_place_and_its_translation(collection):
    collection.translate(P1, "lv", "Tas sākās 1918. gadā.", comments=("mine",))
    collection.sync()
    record = collection.record("event/terror")
    for body in record["description"].values():
        if "p1" in body:
            body["intro"] = body.pop("p1")
    record["description"]["en"] = {"intro": "It began in 1918.", "p2": "It ended in 1922."}
    collection.write_record(record)
    sync(collection)
    keys = [unit.key.removeprefix("event/terror/") for unit in collection.catalog(LV).units if not unit.obsolete]
    assert [key for key in keys if key.startswith("description")] == ["description/intro", "description/p2"]
    assert shown(collection.entry("event/terror/description/intro", "lv")) == (
        "Tas sākās 1918. gadā.",
        False,
        False,
        ("mine",),
        None,
    )
    assert collection.entry("event/terror/description/intro", "ru").fuzzy, "a doubt stays one"


def test_a_paragraph_may_move_to_another_record(collection):
    army = collection.record("event/army")
    army["description"] = {"en": {"p7": "It ended in 1922."}}
    collection.write_record(army)
    collection.edit(P2, "en", None)
    sync(collection)
    assert shown(collection.entry("event/army/description/p7", "lv")) == ("melnraksts", True, False, (), None)
    assert collection.entry(P2, "lv") is None


def test_an_item_of_a_list_may_get_another_id(collection):
    caption = "event/terror/images/i1/caption"
    collection.translate(caption, "lv", "Plakāts")
    collection.sync()
    record = collection.record("event/terror")
    record["images"][0]["id"] = "poster"
    collection.write_record(record)
    sync(collection)
    assert shown(collection.entry("event/terror/images/poster/caption", "lv")) == ("Plakāts", False, False, (), None)


def test_what_was_reworded_on_the_way_is_fuzzy_and_shows_what_it_was_made_for(collection):
    rename(collection)
    collection.edit("event/red-terror/title", "en", "The Red Terror in Russia")
    sync(collection)
    entry = collection.entry("event/red-terror/title", "lv")
    assert (entry.target, entry.fuzzy, entry.previous.source) == ("Sarkanais terors", True, "The Red Terror")
    assert entry.comments == ("mine", "and more")


def test_a_copy_is_no_rename(collection):
    collection.write_record(
        collection.record("event/terror") | {"id": "copy", "state": {}, "title": {"en": "The Red Terror"}}
    )
    sync(collection)
    assert collection.entry("event/copy/title", "lv").target == ""
    assert collection.entry(TITLE, "lv").target == "Sarkanais terors"


def test_records_that_trade_their_names_through_a_third_keep_their_texts(collection):
    collection.translate("event/army/title", "lv", "Armija")
    collection.sync()
    for old, new in (("terror", "aside"), ("army", "terror"), ("aside", "army")):
        record = collection.record(f"event/{old}") | {"id": new}
        (collection.root / f"records/event/{old}.json").unlink()
        collection.write_record(record)
        sync(collection)
    assert collection.entry("event/terror/title", "lv").target == "Armija"
    assert collection.entry("event/army/title", "lv").target == "Sarkanais terors"


def test_one_that_comes_back_empty_handed_finds_what_was_set_aside(collection):
    """An entry without a text must not stand in the way of one that the key had before."""
    collection.edit(P2, "en", None)
    collection.sync()
    army = collection.record("event/army")
    army["description"] = {"en": {"p1": "It ended in 1922."}}
    collection.write_record(army)
    collection.sync()
    del army["description"]
    collection.write_record(army)
    collection.edit(P2, "en", "It ended in 1922.")
    sync(collection)
    assert collection.entry(P2, "lv").target == "melnraksts"
