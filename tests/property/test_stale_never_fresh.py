"""A stale translation never becomes a fresh one by itself.

Where the program says that a translation is good (coverage counts it as translated or same; its entry in a catalog is
not fuzzy), a person said so of this translation and a source text that still stands in the record: a translator typed
it, or took its flag off, with that source in front of them; or an editor's text was beside that source when the loop
saw it first. Deleting the catalogs, or putting older records beside newer catalogs, changes nothing of that. Names that
equal their source need nobody's word. Declaring another source locale takes the texts that stand there as they are; the
state of what was a translation then becomes that of what it was made from.
"""

from hypothesis import given

from l10n.locales import Locale
from l10n.model import State
from tests.property.history import LOCALES, STEPS, play
from tests.property.typed import unseen_texts


def is_said(history, unit, text):
    if text == unit.source and unit.key.startswith("person/"):
        return True
    return any((unit.key, source, text) in history.pairs for source in unit.texts.values())


def states(history):
    return {
        (record.key, locale, path)
        for record in history.records()
        for locale in record.state
        for path in record.state[locale]
    }


def has_turned(history, record_key, locale, path):
    """Tell whether a text is the source now, and one that it was made from says that it was made from this."""
    record = next(record for record in history.records() if record.key == record_key)
    others = (entries.get(path, "") for entries in record.state.values())
    return record.source == locale and any(state.startswith(f"{locale}@") for state in others)


def assert_fresh_was_said(history, run, name):
    before = states(history)
    run()
    for forgotten in before - states(history):
        assert has_turned(history, *forgotten), f"{name} forgot a state"
    units = history.units()
    for unit in units.values():
        for locale in map(Locale, LOCALES):
            if not unit.is_free and unit.cell(locale) in {State.TRANSLATED, State.SAME}:
                text = unit.texts[locale]
                is_unseen = text in unseen_texts(unit)
                assert is_unseen or is_said(history, unit, text), f"{name}: {unit.key} in {locale}: {text} is fresh"
    for entry in history.all_entries():
        unit = units.get(entry.key)
        if unit is not None and entry.has_target and not entry.fuzzy and not entry.obsolete:
            said = (entry.key, entry.source, entry.target) in history.pairs or is_said(history, unit, entry.target)
            # a copy by mistake, which no update has seen yet, is no translation
            is_copy = entry.target == entry.source and name in {"apply", "sync_one_locale"}
            assert said or is_copy, f"{name}: {entry.target} for {entry.source} is not fuzzy in {entry.key}"


@given(STEPS)
def test_stale_never_fresh(steps):
    play(steps, assert_fresh_was_said)
