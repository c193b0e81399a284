"""`l10n merge-driver` as git calls it: in real repositories, with real branches."""

import json

import pytest

from l10n.cli import main
from l10n.po import parse_po
from tests.collection import CONFIG, TERROR, TROTSKY
from tests.repository import Repository

PO = """\
msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"

msgctxt "event/terror/title"
msgid "The Red Terror"
msgstr "Terors"
"""
RECORD = "records/event/terror.json"
CATALOG = "locales/lv/LC_MESSAGES/event.en.po"


@pytest.fixture
def repository(tmp_path):
    (tmp_path / "l10n.toml").write_text(CONFIG)
    return Repository(tmp_path)


def record(**changes):
    return json.dumps(TERROR | changes, ensure_ascii=False, indent=2).encode() + b"\n"


def unmerged(repository):
    return repository.git("diff", "--name-only", "--diff-filter=U").split()


def test_without_a_conflict(repository):
    ours = {CATALOG: PO.replace("Terors", "Sarkanais terors").encode(), RECORD: record(persons=[])}
    theirs = {CATALOG: PO.replace("The Red", "Red").encode(), RECORD: record(title={"en": "Red Terror"})}
    is_clean, said = repository.diverge({CATALOG: PO.encode(), RECORD: record()}, ours, theirs)
    assert is_clean, said
    (unit,) = parse_po(repository.read(CATALOG)).units
    assert (unit.source, unit.target, unit.fuzzy) == ("Red Terror", "Sarkanais terors", True)
    merged = json.loads(repository.read(RECORD))
    assert (merged["persons"], merged["title"]) == ([], {"en": "Red Terror"})


def test_with_conflicts(repository):
    ours = {CATALOG: PO.replace("Terors", "A").encode(), RECORD: record(title={"en": "A"})}
    theirs = {CATALOG: PO.replace("Terors", "B").encode(), RECORD: record(title={"en": "B"})}
    is_clean, said = repository.diverge({CATALOG: PO.encode(), RECORD: record()}, ours, theirs)
    assert not is_clean
    assert unmerged(repository) == [CATALOG, RECORD]
    assert f"{RECORD}: title.en: two people changed it" in said
    assert f"{CATALOG}:5: event/terror/title: two people changed the translation" in said
    assert json.loads(repository.read(RECORD))["conflicts"]["texts"]["en"] == {"title": ["B"]}
    (unit,) = parse_po(repository.read(CATALOG)).units
    assert (unit.target, unit.fuzzy, len(unit.comments)) == ("A", True, 2)


def test_records_a_line(repository):
    path = "records/person.jsonl"

    def people(**names):
        return b"".join(
            json.dumps(TROTSKY | {"id": name, "name": {"en": text}}).encode() + b"\n" for name, text in names.items()
        )

    base, ours = people(a="a", b="b", c="c"), people(a="a1", b="b", c="c", d="d")
    is_clean, said = repository.diverge({path: base}, {path: ours}, {path: people(a="a", b="b1", e="e")})
    assert is_clean, said
    assert repository.read(path) == people(a="a1", b="b1", d="d", e="e")


def test_both_added_a_file(repository):
    repository.commit({"x": b""})
    theirs = {RECORD: record(title=TERROR["title"] | {"en": "Terror", "lv": "Terors"})}
    is_clean, _ = repository.diverge({}, {RECORD: record()}, theirs)
    merged = json.loads(repository.read(RECORD))
    assert not is_clean
    assert merged["title"] == TERROR["title"] | {"lv": "Terors"}
    assert merged["conflicts"] == {"texts": {"en": {"title": ["Terror"]}}}


def test_a_renamed_record(repository):
    """Git merges what theirs changed under the old name into the file under the new one."""
    repository.commit({RECORD: record()})
    repository.switch("theirs")
    repository.commit({RECORD: record(title=TERROR["title"] | {"lv": "Terors"})})
    repository.switch("main")
    repository.git("mv", RECORD, "records/event/red-terror.json")
    repository.commit({"records/event/red-terror.json": record(id="red-terror")})
    is_clean, said = repository.merge("theirs")
    assert is_clean, said
    merged = json.loads(repository.read("records/event/red-terror.json"))
    assert (merged["id"], merged["title"]["lv"]) == ("red-terror", "Terors")


def test_a_field_that_the_merged_branch_brings(repository):
    """The work tree's l10n.toml is still ours when git calls the driver."""
    dated = CONFIG.replace("[types.person]", '[types.event.fields.date]\nkind = "date"\n\n[types.person]')
    ours = {RECORD: record(persons=[])}
    theirs = {RECORD: record(date="1918"), "l10n.toml": dated.encode()}
    is_clean, said = repository.diverge({RECORD: record()}, ours, theirs)
    assert is_clean, said
    assert json.loads(repository.read(RECORD))["date"] == "1918"


@pytest.mark.parametrize(
    ("path", "base", "theirs", "message"),
    [
        pytest.param(CATALOG, PO.encode(), b'msgid "a\n', f"{CATALOG} (theirs):1", id="catalog"),
        pytest.param(RECORD, record(), b"{]\n", f"{RECORD} (theirs):1:2", id="record"),
        pytest.param("data/x.json", b"{}\n", b"[]\n", "data/x.json: this is no record of a collection", id="place"),
        pytest.param(RECORD, record(), record(x=1), f"{RECORD} (theirs):", id="field"),
    ],
)
def test_what_l10n_cannot_merge_is_left_as_git_leaves_it(repository, path, base, theirs, message):
    repository.write(".gitattributes", b"*.po merge=l10n\n*.json merge=l10n\n")
    ours = base + b"\n"
    is_clean, said = repository.diverge({path: base}, {path: ours}, {path: theirs})
    assert not is_clean
    assert unmerged(repository) == [path]
    assert message in said
    assert f"{path}: merged line by line, as git does, for l10n could not; look at it" in said
    merged = repository.read(path)
    assert b"<<<<<<< ours\n" in merged or merged.strip() == theirs.strip()
    assert theirs.splitlines()[-1] in merged


def test_a_broken_driver_loses_nothing_either(repository):
    repository.git("config", "merge.l10n.driver", "no-such-program %O %A %B %P")
    base = {CATALOG: PO.encode()}
    theirs = {CATALOG: PO.replace("Terors", "B").encode()}
    is_clean, _ = repository.diverge(base, {CATALOG: PO.replace("Red", "Great").encode()}, theirs)
    assert not is_clean
    assert unmerged(repository) == [CATALOG]


def test_what_l10n_keeps_for_itself_stays_out_of_the_repository(repository):
    assert repository.l10n("init", "--git")
    for name in (".l10n/lock", "locales/ru/.a.po.l10n-new", "records/.0123456789ab.l10n-new"):
        (repository.root / name).parent.mkdir(parents=True, exist_ok=True)
        (repository.root / name).write_bytes(b"x")
    seen = repository.git("status", "--porcelain", "--untracked-files=all")
    assert ".gitignore" in seen
    assert "lock" not in seen
    assert "l10n-new" not in seen


def test_a_clone_needs_one_command(repository, tmp_path_factory):
    repository.commit({CATALOG: PO.encode(), ".gitignore": b".l10n/\n.*.l10n-new\n"})
    clone = Repository(tmp_path_factory.mktemp("clone"), has_driver=False)
    clone.git("remote", "add", "origin", str(repository.root))
    clone.git("fetch", "-q")
    clone.git("reset", "-q", "--hard", "origin/main")
    assert clone.l10n("init", "--git").startswith("git merges this collection by key now.")
    assert clone.l10n("init", "--git").startswith("git knew already")
    assert clone.git("check-attr", "merge", CATALOG, RECORD, "records/event.jsonl", "README.md").split()[2::3] == [
        *("l10n", "l10n", "l10n", "unspecified")
    ]
    assert "merge-driver %O %A %B %P" in clone.git("config", "merge.l10n.driver")
    assert not clone.git("status", "--porcelain").strip()


def test_a_new_collection_in_a_repository_is_ready(tmp_path):
    repository = Repository(tmp_path, has_driver=False)
    repository.write(".gitattributes", b"* text=auto")
    repository.l10n("init", "--quiet")
    assert repository.read(".gitattributes").startswith(b"* text=auto\n# merged by l10n")
    assert "merge-driver" in repository.git("config", "merge.l10n.driver")


@pytest.mark.parametrize(
    ("make", "message"),
    [(False, "there is no such file, expected a collection"), (True, "found no git repository")],
)
def test_init_git_where_it_makes_no_sense(tmp_path, capsys, make, message, monkeypatch):
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    if make:
        (tmp_path / "l10n.toml").write_text(CONFIG)
    assert main(["-C", str(tmp_path), "init", "--git"]) == 2
    assert message in capsys.readouterr().err


def test_two_merges_crosswise_that_were_settled_differently(repository):
    """Git merges the two common ancestors first, through the driver; their conflict is no decision for either."""
    files = {name: {CATALOG: PO.replace("Terors", name).encode(), RECORD: record(title={"en": name})} for name in "ABC"}
    repository.commit(files["C"])
    repository.switch("theirs")
    theirs = repository.commit(files["B"])
    repository.switch("main")
    ours = repository.commit(files["A"])
    for branch, other, settled in (("main", theirs, "A"), ("theirs", ours, "B")):
        repository.switch(branch)
        assert not repository.merge(other)[0]
        repository.commit(files[settled])
    repository.switch("main")
    is_clean, _ = repository.merge("theirs")
    assert not is_clean
    (unit,) = parse_po(repository.read(CATALOG)).units
    assert (unit.target, unit.fuzzy, len(unit.comments)) == ("A", True, 2)
    assert json.loads(repository.read(RECORD))["conflicts"] == {"texts": {"en": {"title": ["B"]}}}


def test_rebase(repository):
    repository.commit({CATALOG: PO.encode()})
    repository.switch("topic")
    repository.commit({CATALOG: PO.replace("Terors", "Sarkanais terors").encode()})
    repository.switch("main")
    repository.commit({CATALOG: PO.replace("The Red", "Red").encode()})
    repository.switch("topic")
    repository.git("rebase", "-q", "main")
    (unit,) = parse_po(repository.read(CATALOG)).units
    assert (unit.source, unit.target, unit.fuzzy) == ("Red Terror", "Sarkanais terors", True)
