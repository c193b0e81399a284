"""Completing the records of a page remedy gives readers exactly what it says, and passes the gate if it is enough."""

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st
from msgspec.structs import replace

from l10n.coverage import TO_DO
from l10n.gates import Outcome, Standing, judge_thresholds
from l10n.model import Provenance
from l10n.page_coverage import count_pages
from l10n.page_remedies import choose_shown, find_page_remedies
from l10n.records import Change, is_pinned, iter_references, iter_units, with_changes
from l10n.served import iter_passages
from l10n.text import digest
from l10n.thresholds import Thresholds
from tests.sheets import make_sheet
from tests.test_page_coverage import LOCALES, VALUES, collections, schemas

TYPES = st.lists(st.sampled_from(list(VALUES)), unique=True)


def seen_sizes(passage, order):
    """Return how long each text is to be, so that all are as long as what readers see in their place now."""
    choices = passage.choose(order)
    sizes = {choice.path: choice.size for choice in choices}
    paths = [held.path for held in passage.texts]
    if list(sizes) != paths:
        left = sum(sizes.values()) - len(paths) + 1
        assume(left > 0)  # an independent text with fewer characters than the source has paragraphs
        sizes = dict.fromkeys(paths, 1) | {paths[0]: left}
    return sizes


def completed(record, locale, schema):
    """Return a record with all that is to be done in a locale, as a translator and the loop leave it."""
    changes = []
    for passage in iter_passages(record, schema):
        units = [(held.path, held.unit) for held in passage.texts if held.unit.cell(locale) in TO_DO]
        sizes = seen_sizes(passage, schema.served_order(locale, passage.source_locale)) if units else {}
        for path, unit in units:
            text = "z" * sizes[path]
            provenance = Provenance(unit.source_locale, digest(unit.source), digest(text), "human", "2026-11-23")
            pinned = None if is_pinned(record, unit) else unit.source_locale
            changes.append(Change(path, locale, text, provenance, pinned))
    return with_changes(record, changes)


def judge(records, types, schema, locale, percent):
    """Return what a gate finds on the pages of these types, and what would pass it."""
    everything = make_sheet(records, schema)
    sheet = everything.of_types(types)
    seen = count_pages([sheet], schema, [locale], named=[everything]).locales[locale].characters
    thresholds = Thresholds(every=Decimal(percent))
    (result,) = judge_thresholds(thresholds, {locale: Standing(seen.own, seen.total)}, (locale,), "page")
    shown = choose_shown([sheet], [everything], schema, [locale], limit=len(records))
    looked_at = [record for record in records if record.key in shown]
    return replace(result, remedy=find_page_remedies(looked_at, shown, schema, {locale: result.need or 10**9})[locale])


@given(collections(), schemas(), TYPES, st.sampled_from(LOCALES), st.integers(1, 100))
def test_completing_what_is_named_gives_what_it_says(records, schema, types, locale, percent):
    result = judge(records, types, schema, locale, percent)
    keys = {record.key for record in result.remedy.records}
    assert len(keys) == len(result.remedy.records)
    later = [completed(record, locale, schema) if record.key in keys else record for record in records]
    after = judge(later, types, schema, locale, percent)
    assert after.standing == Standing(result.standing.done + result.remedy.gain, result.standing.wanted)
    if result.outcome is Outcome.BELOW:
        assert after.is_passed == result.is_remedied


@given(collections(), schemas(), TYPES, st.sampled_from(LOCALES))
def test_what_is_not_named_gives_nothing(records, schema, types, locale):
    named = {record.key for record in judge(records, types, schema, locale, 100).remedy.records}
    later = [record if record.key in named else completed(record, locale, schema) for record in records]
    before, after = (judge(each, types, schema, locale, 100) for each in (records, later))
    assert after.standing == before.standing


@given(collections(), schemas(), TYPES, st.sampled_from(LOCALES))
def test_its_words_are_all_that_is_open_in_records_that_are_shown(records, schema, types, locale):
    result = judge(records, types, schema, locale, 100)
    named = {record.key: record for record in result.remedy.records}
    counted = [record for record in records if record.type in types]
    links = [key for record in counted for _, key in iter_references(record, schema)]
    for record in records:
        if record.key in named:
            units = [unit for unit in iter_units(record, schema) if unit.cell(locale) in TO_DO]
            assert units
            assert named[record.key].words == len(units)  # each random text is one word
            assert record in counted or record.key in links
