"""Laws of the checks: none crashes, what they mark is in the text, and what is fixed stays fixed."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from l10n.checks import CHECKS, CheckedUnit, Scope
from l10n.checks.fixing import fixed_text
from l10n.checks.plan import Plan
from l10n.checks.runner import check_unit
from l10n.findings import Finding
from l10n.schema import Field, FieldKind

FAMILIES = {"space", "character", "punctuation", "quotation", "markup", "sameness", "silence"}
NAMES = [name for name in CHECKS.names if CHECKS[name].scope is Scope.UNIT and CHECKS[name].family in FAMILIES]
RULES = Plan(NAMES).unit_rules(())
LOCALES = ("en", "ru", "lv", "fr", "de", "he", "fa", "th", "zh", "sr-Latn", "fr-CH", "")
PIECES = st.sampled_from(
    (
        *" \u00a0\u202f\t\n.,;:!?()[]{}«»„“”\"'%$<>&=-–",
        *("  ", "а", "a", "Ļe", "\u0301", "\u200b", "\u200d", "\u202b", "\ufffd", "Ä“", "РёР", "שלום"),
        *("word", "слово", "19", "10,000", "{n}", "%s", "<b>", "&amp;", "https://a.b/c", "…", "1)", ":)"),
    )
)
JOINED = st.lists(PIECES, min_size=1, max_size=12).map("".join)
SPACES = st.sampled_from(["", " ", "\u00a0 "])
TEXTS = st.one_of(JOINED, st.tuples(SPACES, JOINED, SPACES).map("".join), st.text(min_size=1, max_size=40))
"""Texts that are not empty, most of them made of what the checks look at."""


@st.composite
def units(draw) -> CheckedUnit:
    text = draw(TEXTS.filter(str.strip))
    kind = draw(st.sampled_from([None, FieldKind.LINE, FieldKind.TEXT]))
    return CheckedUnit(
        key="event/a/title",
        text=text,
        locale=draw(st.sampled_from(LOCALES)),
        source=draw(st.one_of(st.just(""), TEXTS.filter(str.strip))),
        source_locale=draw(st.sampled_from(LOCALES)),
        source_plural=draw(st.one_of(st.none(), TEXTS)),
        field=Field(name="title", kind=kind, label="Title") if kind else None,
        max_length=draw(st.integers(0, 20)),
    )


def find_all(unit: CheckedUnit) -> list[Finding]:
    return check_unit(unit, RULES)


@given(units())
def test_no_check_crashes_and_what_is_marked_is_in_the_text(unit: CheckedUnit) -> None:
    for finding in find_all(unit):
        assert finding.message
        if finding.span:
            start, end = finding.span
            assert 0 <= start < end <= len(unit.text) or (start == end and finding.fix)


@settings(max_examples=300)
@given(units())
def test_a_fix_changes_spaces_and_signs_only(unit: CheckedUnit) -> None:
    fixed = fixed_text(unit.text, find_all(unit))

    def bare(text: str) -> str:
        composed = unicodedata.normalize("NFC", text)
        return "".join(char for char in composed if not char.isspace() and unicodedata.category(char) != "Cf")

    assert bare(fixed) == bare(unit.text)


@given(units())
def test_fixing_comes_to_an_end(unit: CheckedUnit) -> None:
    text = unit.text
    for _ in range(6):
        if not text.strip():
            return
        now = CheckedUnit(**{name: getattr(unit, name) for name in CheckedUnit.__struct_fields__} | {"text": text})
        fixed = fixed_text(text, find_all(now))
        if fixed == text:
            return
        text = fixed
    raise AssertionError(text)
