"""`l10n verify-merge` in real repositories."""

import json
import sys

import pytest

from l10n.cli import main
from l10n.text import digest
from tests.collection import make_collection
from tests.repository import Repository

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "event/terror/title"
msgid ""
"The\\n"
"Red\\n"
"Terror"
msgstr ""
"Sarkanais\\n"
"lielais\\n"
"terors"
"""
PATH = "locales/lv/LC_MESSAGES/event.en.po"
COMMAND = (sys.executable, "-m", "l10n", "verify-merge")
REWORDED = PO.replace('"The\\n', '"That\\n')
TRANSLATED = PO.replace('"terors"', '"baigums"')


@pytest.fixture
def repository(tmp_path):
    return Repository(tmp_path, has_driver=False)


def diverge(repository, base=PO, ours=REWORDED, theirs=TRANSLATED, path=PATH):
    is_clean, said = repository.diverge(*({path: text.encode()} for text in (base, ours, theirs)))
    assert is_clean, said
    return repository.git("rev-parse", "HEAD").strip()


def findings(repository, *arguments, expect):
    return json.loads(repository.l10n("verify-merge", "--format", "json", *arguments, expect=expect))


def test_it_is_found_and_told(repository):
    commit = diverge(repository)
    assert repository.l10n("verify-merge", "--quiet", expect=1) == (
        f"{PATH}:5: event/terror/title\n"
        f"    merge: {commit[:12]} (still so in HEAD)\n"
        "    source: That Red Terror\n"
        "    made for: The Red Terror\n"
        "    translation: Sarkanais lielais baigums\n"
    )


def test_as_json(repository):
    commit = diverge(repository)
    report = findings(repository, expect=1)
    assert (report["version"], report["merges"], report["files"], report["unreadable"]) == (1, 1, 1, [])
    assert report["mispairs"] == [
        {
            "commit": commit,
            "path": PATH,
            "line": 5,
            "key": "event/terror/title",
            "source": "That\nRed\nTerror",
            "made_for": "The\nRed\nTerror",
            "targets": ["Sarkanais\nlielais\nbaigums"],
            "head_line": 5,
        }
    ]


def test_the_sides_may_be_the_other_way_round(repository):
    diverge(repository, ours=TRANSLATED, theirs=REWORDED)
    assert findings(repository, expect=1)["mispairs"]


def test_entries_without_context(repository):
    texts = [text.replace('msgctxt "event/terror/title"\n', "") for text in (PO, REWORDED, TRANSLATED)]
    diverge(repository, *texts)
    (mispair,) = findings(repository, expect=1)["mispairs"]
    assert (mispair["key"], mispair["made_for"]) == (None, "The\nRed\nTerror")


@pytest.mark.parametrize(
    "mend",
    [
        pytest.param(lambda text: text.replace("msgctxt", "#, fuzzy\nmsgctxt"), id="fuzzy"),
        pytest.param(lambda text: text.replace("baigums", "terors"), id="translated"),
        pytest.param(lambda _: "", id="gone"),
    ],
)
def test_mended_since(repository, mend):
    diverge(repository)
    repository.commit({"new line": b"", PATH: mend(repository.read(PATH).decode()).encode()})
    report = findings(repository, expect=0)
    assert [mispair["head_line"] for mispair in report["mispairs"]] == [0]
    assert "(mended since)" in repository.l10n("verify-merge")


def test_where_it_stands_now(repository):
    diverge(repository)
    repository.commit({PATH: b"# a new first line\n" + repository.read(PATH)})
    assert findings(repository, expect=1)["mispairs"][0]["head_line"] == 6
    assert repository.l10n("verify-merge", expect=1).startswith(f"{PATH}:6: ")


def test_revisions(repository):
    first = diverge(repository)
    repository.commit({"other": b""})
    assert findings(repository, f"{first}..HEAD", expect=0)["merges"] == 0
    assert findings(repository, first, expect=1)["merges"] == 1
    assert findings(repository, "HEAD", f"^{first}^1", expect=1)["merges"] == 1


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        pytest.param(REWORDED.replace("msgctxt", "#, fuzzy\nmsgctxt"), TRANSLATED, id="fuzzy"),
        pytest.param(PO.replace("msgctxt", "# c\nmsgctxt"), TRANSLATED, id="no new source"),
        pytest.param(REWORDED, PO.replace("msgctxt", "# c\nmsgctxt"), id="no new translation"),
    ],
)
def test_what_is_in_order(repository, ours, theirs):
    diverge(repository, ours=ours, theirs=theirs)
    assert findings(repository, expect=0)["mispairs"] == []


def test_what_one_side_confirmed_for_the_source_that_the_other_replaced(repository):
    base = PO.replace("msgctxt", "# c\n#, fuzzy\nmsgctxt")
    diverge(repository, base, base.replace('"The\\n', '"That\\n'), PO.replace("msgctxt", "# c\nmsgctxt"))
    assert findings(repository, expect=1)["mispairs"]


def test_files_that_cannot_be_read_are_named(repository):
    texts = [f"<<<<<<< HEAD\n{text}" for text in (PO, REWORDED, TRANSLATED)]
    commit = diverge(repository, *texts)
    assert findings(repository, expect=2)["unreadable"] == [f"{commit}:{PATH}"]
    done = repository.run(*COMMAND, expect=2)
    assert done.stdout.decode() == ""
    assert done.stderr.decode() == (
        f"{commit}:{PATH}: no well-formed PO file, left out\n"
        "verify-merge: 1 catalog could not be read (1 merge, 1 catalog that both sides changed)\n"
    )
    assert repository.run(*COMMAND, "--quiet", expect=2).stderr.decode().count("\n") == 1


def test_what_was_found_is_told_though_another_file_could_not_be_read(repository):
    other = PATH.replace("/lv/", "/ru/")
    texts = (text.encode() for text in (PO, REWORDED, TRANSLATED))
    is_clean, said = repository.diverge(*({PATH: text, other: b"<<<<<<< HEAD\n" + text} for text in texts))
    assert is_clean, said
    done = repository.run(*COMMAND, expect=2)
    assert f"{PATH}:5: event/terror/title\n" in done.stdout.decode()
    assert "verify-merge: 1 translation of another source, 1 catalog could not be read (" in done.stderr.decode()


def test_odd_names(repository):
    diverge(repository, path="locales/a b é/ö \t.po")
    assert findings(repository, expect=1)["mispairs"][0]["path"] == "locales/a b é/ö \t.po"


def test_a_folder_speaks_for_itself(repository):
    diverge(repository, path=f"sub/{PATH}")
    repository.write("other/x", b"")
    assert findings(repository, "-C", "sub", expect=1)["mispairs"]
    assert findings(repository, "-C", "other", expect=0)["mispairs"] == []


def test_no_merges(repository):
    repository.commit()
    assert (
        repository.l10n("verify-merge")
        == "verify-merge: nothing wrong (0 merges, 0 catalogs that both sides changed)\n"
    )


@pytest.mark.parametrize("arguments", [("no-such-revision",), ("--", "--output=x")])
def test_bad_revisions(repository, arguments):
    repository.commit()
    repository.l10n("verify-merge", *arguments, expect=2)
    assert not (repository.root / "x").exists()


def test_no_repository(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert main(["-C", str(tmp_path), "verify-merge"]) == 2
    expected = "found no git repository, expected the collection in one; `git init` makes one"
    assert capsys.readouterr().err == f"{tmp_path}: {expected}\n"


RECORD = "records/event/terror.json"
TEXTS = "That\nRed\nTerror", "Sarkanais\nlielais\nbaigums"


def record(*marks, texts=TEXTS, locale="lv", record_id="terror"):
    state = " ".join((f"en@{digest(texts[0])}", digest(texts[1]), "human", "2026-11-23", *marks))
    return json.dumps({"id": record_id, "state": {locale: {"title": state}}}).encode()


@pytest.mark.parametrize(("folder", "path"), [("", RECORD), ("site/", "records/event.jsonl")])
def test_what_a_person_settled_is_mended(repository, path, folder):
    diverge(repository, path=f"{folder}{PATH}")
    repository.commit({f"{folder}{path}": record(record_id="terror2") + b"\n" * (path == RECORD)})
    assert findings(repository, expect=1)["mispairs"]
    lines = [record(record_id="other"), record("settled")] if path != RECORD else [record("settled")]
    repository.commit({f"{folder}{path}": b"\n".join(lines)})
    assert [mispair["head_line"] for mispair in findings(repository, expect=0)["mispairs"]] == [0]


OTHERS = {
    "not settled": record(),
    "for another source": record("settled", texts=("The Terror", TEXTS[1])),
    "another text": record("settled", texts=(TEXTS[0], "Terors")),
    "in another locale": record("settled", locale="ru"),
    "of another record": record("settled", record_id="other"),
    "no JSON": b"{",
    "no record": b"[1]",
    "no state": b'{"id": "terror", "state": {"lv": {"title": 1}}}',
    "no table": b'{"id": "terror", "state": []}',
}


def test_anything_else_in_a_record_settles_nothing(repository):
    diverge(repository)
    for name, data in OTHERS.items():
        repository.commit({RECORD: data})
        assert findings(repository, expect=1)["mispairs"][0]["head_line"] == 5, name


def test_a_merge_in_which_a_person_settled_it_is_none(repository):
    repository.commit({PATH: PO.encode()})
    repository.switch("theirs")
    repository.commit({PATH: TRANSLATED.encode()})
    repository.switch("main")
    repository.commit({PATH: REWORDED.encode()})
    repository.git("merge", "-q", "--no-ff", "--no-commit", "theirs")
    repository.commit({RECORD: record("settled")})
    assert findings(repository, expect=0)["mispairs"] == []


def test_typography_makes_no_mispair(repository):
    retyped = PO.replace('"Terror"', '"Terror "')
    diverge(repository, ours=retyped)
    assert findings(repository, expect=0)["mispairs"] == []


def test_their_text_kept_by_resolve_is_not_named(tmp_path):
    """Theirs was made for the source before, and the person who kept it saw ours."""
    collection = make_collection(tmp_path)
    collection.edit("event/terror/title", "lv", "Sarkanais terors")
    collection.sync()
    repository = Repository(tmp_path)
    repository.write(".gitignore", b".l10n/\n")
    repository.commit()
    repository.switch("theirs")
    collection.edit("event/terror/title", "lv", "Lielais terors")
    collection.sync()
    repository.commit()
    repository.switch("main")
    collection.edit("event/terror/title", "en", "That Red Terror")
    collection.edit("event/terror/title", "lv", "Tas sarkanais terors")
    collection.sync()
    repository.commit()
    repository.git("merge", "-q", "--no-ff", "--no-commit", "theirs", expect=None)
    repository.git("add", "-A")
    assert collection.run("resolve", "--quiet", "--keep", "theirs") == 0
    repository.commit()
    entry = collection.entry("event/terror/title", "lv")
    assert (entry.source, entry.target, entry.fuzzy) == ("That Red Terror", "Lielais terors", False)
    assert repository.git("rev-list", "--merges", "--count", "HEAD").strip() == "1"
    assert findings(repository, expect=0)["mispairs"] == []
