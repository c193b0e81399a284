"""Any text that a record may hold goes round."""

from hypothesis import example, given, settings
from hypothesis import strategies as st

from l10n.record_json import text_problem
from l10n.text import has_text
from tests.collection import TERROR, TROTSKY, make_collection
from tests.loop.settled import LINE, P1, TEXT, assert_settled

ANY_TEXT = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x04"), min_size=1, max_size=30)


@given(source=ANY_TEXT, paragraph=ANY_TEXT, label=ANY_TEXT, target=ANY_TEXT)
@example(source="\x04", paragraph="a", label="a", target="b")
@example(source="a", paragraph="\\", label="\\", target="\u2028\\")
@example(source="#~ msgid", paragraph=" a\n", label="#", target="\t\n")
@settings(max_examples=settings().max_examples // 4)
def test_any_text_that_a_record_may_hold_goes_round(tmp_path_factory, source, paragraph, label, target):
    texts = {"en": source, "ru": target} if source != target else {"en": source}
    record = TERROR | {"title": texts, "description": {"en": {"p1": paragraph}}, "images": []}
    collection = make_collection(tmp_path_factory.mktemp("c"), record, TROTSKY | {"name": {"en": label}})
    if collection.run("sync", "--quiet") == 2:
        assert any(
            text_problem(field, text)
            for field, text in ((LINE, source), (LINE, label), (LINE, target), (TEXT, paragraph))
        )
        return
    if collection.entry(P1, "lv"):
        collection.translate(P1, "lv", target)
    status = collection.run("sync", "--quiet")
    held = collection.held(P1, "lv")
    is_copy = target == paragraph
    assert held in {None, target}
    assert held is not None or status == 1 or is_copy or not has_text(target) or not has_text(paragraph)
    assert_settled(collection, expect=status)
