"""Headers of catalogs that other tools have saved."""

from l10n.cli import main


def test_a_source_language_that_a_tool_dropped_comes_back(demo):
    path = demo / "locales/lv/LC_MESSAGES/event.en.po"
    before = path.read_bytes()
    path.write_bytes(before.replace(b'"X-Source-Language: en\\n"\n', b""))
    assert path.read_bytes() != before
    assert main(["-C", str(demo), "sync", "-q"]) == 0
    assert path.read_bytes() == before
