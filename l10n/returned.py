"""Returned units: what becomes of a text that comes back from a translator, days after it was handed out."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct
from msgspec.structs import replace

from l10n.batch import Base
from l10n.locales import Locale
from l10n.model import Provenance, State, Unit
from l10n.record_json import text_problem
from l10n.record_problems import text_problems
from l10n.records import SourceUnit
from l10n.schema import FieldKind
from l10n.sync import Case, Sides, decide, is_proposed
from l10n.text import digest, has_text


class Fate(StrEnum):
    """What became of a returned text."""

    TAKEN = "taken"
    """It is in the record now."""
    CONFIRMED = "confirmed"
    """The record had it already, in doubt; now a person stands for it."""
    AGREED = "agreed"
    """The record has it already, or a later version of what was handed out and came back as it was."""
    REPEATED = "repeated"
    """It came back before."""
    SUPERSEDED = "superseded"
    """It came back before and was in the record, which has another text since, or none."""
    WAITING = "waiting"
    """It came back before, and waits for its source or its unit, which is still not as it was."""
    REPLACED = "replaced"
    """It was in the record until another text of its unit came, in a later file of the same call."""
    OPEN = "open"
    """Not translated yet."""
    DRAFT = "draft"
    """Marked fuzzy: kept as such, and still with the translator."""
    STALE = "stale"
    """Its source has changed meanwhile: kept fuzzy."""
    ALTERED = "altered"
    """Its source is not the one that was handed out: kept fuzzy."""
    COPY = "copy"
    """It is equal to its source, and nobody said that it needs no translation: kept fuzzy."""
    CONFLICT = "conflict"
    """Somebody else has translated the unit meanwhile: both are kept."""
    REFUSED = "refused"
    """The record cannot hold it: kept fuzzy."""
    GONE = "gone"
    """Its unit is gone, or no longer wanted in this locale: kept as obsolete."""
    UNKNOWN = "unknown"
    """No such unit was handed out in this batch: not kept."""


IN_RECORD = frozenset({Fate.TAKEN, Fate.CONFIRMED})
"""The fates that change the record's text or say that it is good."""
KEPT = frozenset({Fate.DRAFT, Fate.STALE, Fate.ALTERED, Fate.COPY, Fate.CONFLICT, Fate.REFUSED})
"""The fates of texts that stay in the catalog, fuzzy."""
FOR_PERSON = frozenset({Fate.ALTERED, Fate.COPY, Fate.CONFLICT, Fate.REFUSED, Fate.GONE, Fate.UNKNOWN})
"""The fates that somebody has to look at."""
_FATES = {
    Case.TO_RECORD: Fate.TAKEN,
    Case.CLEAN: Fate.CONFIRMED,
    Case.CONFIRMED: Fate.CONFIRMED,
    Case.TO_CATALOG: Fate.AGREED,
    Case.WITHDRAWN: Fate.AGREED,
    Case.COPY: Fate.COPY,
    Case.CONFLICT: Fate.CONFLICT,
}
"""What a case of the table says of a returned text; all others: its source has moved."""
STILL_OUT = frozenset({Fate.OPEN, Fate.DRAFT, Fate.ALTERED, Fate.COPY, Fate.REFUSED})
"""The fates of texts that the translator has to mend or finish, so that the same text may come back otherwise."""
NOTHING_DONE = frozenset({Fate.OPEN, Fate.REPEATED, Fate.SUPERSEDED, Fate.WAITING, Fate.UNKNOWN})
"""The fates of texts that go nowhere."""
_BACK = frozenset(Fate) - STILL_OUT - NOTHING_DONE
_WAITING = frozenset({Fate.STALE, Fate.GONE})
"""The fates of texts that are good as soon as the source that was handed out, and its unit, are there again."""


class Returned(Struct, frozen=True, kw_only=True):
    """One text that came back, and what becomes of it."""

    key: str
    fate: Fate
    text: str
    held: str = ""
    """What the record has."""
    is_settled: bool = False
    """Whether what the record has is wanted and good, so that nothing else needs a place."""
    message: str = ""
    """What is wrong with it, where that must be said; the record may hold it nevertheless."""
    provenance: Provenance | None = None
    """The record's new state; None leaves it."""

    @property
    def needs_person(self) -> bool:
        """Whether somebody has to look at it."""
        return self.fate in FOR_PERSON or (self.fate in IN_RECORD and bool(self.message))

    def base_after(self, base: Base) -> Base:
        """Return what is to be known of the unit from now on, so that the same text is not taken twice."""
        if self.fate not in _BACK:
            return base
        is_held = self.fate in IN_RECORD or self.text == self.held
        return base.with_back(self.text, is_held=is_held, is_waiting=self.fate in _WAITING)


def can_take(unit: SourceUnit, locale: Locale) -> bool:
    """Tell whether a unit is to have a translation in a locale."""
    return not unit.is_free and unit.cell(locale) not in {State.SOURCE, State.EXCLUDED}


def take_back(base: Base | None, entry: Unit, unit: SourceUnit | None, locale: Locale, today: str) -> Returned:
    """Return what becomes of an entry of a batch's file; `base` is what its unit was when handed out, `unit` is it now.

    It is the table of `l10n.sync`, with what the batch knows for what was last synchronised. A text that came back
    before was judged then: taking it again would undo what came after it. Only the last is looked at anew, if it had to
    wait for its source or its unit, or if the record is as if it had never come.
    """
    text, key = entry.target, entry.key or ""
    if not has_text(text) or (base is not None and _is_untouched(base, entry)):
        return Returned(key=key, fate=Fate.OPEN, text=text)
    if base is None:
        return Returned(key=key, fate=Fate.UNKNOWN, text=text)
    returned, is_lost = Returned(key=key, fate=Fate.GONE, text=text), False
    if unit is not None and can_take(unit, locale):
        is_lost = base.is_last(text) and _is_as_handed_out(base, text, unit, locale)
        returned = _decided(replace(base, back=()) if is_lost else base, entry, unit, locale, today)
    if not base.has_back(text) or _is_wanted_again(base, returned, is_lost=is_lost):
        return returned
    if returned.fate in _WAITING and base.waits_for(text):
        return replace(returned, fate=Fate.WAITING)
    held = (unit.texts.get(locale) if unit else None) or ""
    is_there = not base.was_held(text) or base.has_since(text, held)
    return Returned(key=key, fate=Fate.REPEATED if is_there else Fate.SUPERSEDED, text=text, held=held)


def _is_wanted_again(base: Base, returned: Returned, *, is_lost: bool) -> bool:
    """Tell whether a text that came back before is to be taken now, or to be kept since the record has lost it."""
    if returned.fate in IN_RECORD:
        return is_lost or base.waits_for(returned.text)
    return is_lost and returned.fate is Fate.STALE and base.was_held(returned.text)


def _is_as_handed_out(base: Base, text: str, unit: SourceUnit, locale: Locale) -> bool:
    """Tell whether the record knows nothing of a text that came back: its files were put back, or are another clone's.

    It has nothing, or what it had when the unit was handed out, as good as it was then. What somebody emptied, put
    back or doubted since is no loss, but meant: the state speaks of the source that was handed out then.
    """
    held, state = unit.texts.get(locale), unit.provenance(locale)
    if held is None:
        return True
    if state is None or digest(held) != base.target_digest:
        return False
    is_for_other = (state.source_locale, state.source_digest) != (base.source_locale, base.source_digest)
    if not has_text(held):
        return is_for_other
    if unit.cell(locale) is not State.FUZZY or state.target_digest != base.target_digest or "conflict" in state.marks:
        return False
    return is_for_other or (text != held and "fuzzy" in state.marks)


def _is_untouched(base: Base, entry: Unit) -> bool:
    """Tell whether an entry is fuzzy and as it was handed out."""
    return (entry.fuzzy or entry.obsolete) and (digest(entry.target) == base.target_digest or is_proposed(entry))


def _decided(base: Base, entry: Unit, unit: SourceUnit, locale: Locale, today: str) -> Returned:
    """Decide where the unit is there, and a text of it came back."""
    source = unit.texts.get(base.source_locale, "")
    held = unit.texts.get(locale)
    is_settled = unit.cell(locale) not in {State.MISSING, State.FUZZY}
    returned = Returned(key=unit.key, fate=Fate.STALE, text=entry.target, held=held or "", is_settled=is_settled)
    if entry.fuzzy or entry.obsolete:
        return replace(returned, fate=Fate.OPEN if entry.target == held else Fate.DRAFT)
    if digest(entry.source) != base.source_digest:
        return replace(returned, fate=Fate.ALTERED)
    if unit.others.get(locale):
        return replace(returned, fate=Fate.AGREED if entry.target == held else Fate.CONFLICT)
    before = Provenance(base.source_locale, base.source_digest, base.synchronised_digest, "human", today)
    is_moved = digest(source) != base.source_digest
    is_name = unit.field.kind is FieldKind.NAME
    decision = decide(Sides(source, base.source_locale, held, entry, before, is_moved, is_name, today))
    made = decision.provenance or replace(before, target_digest=digest(entry.target))
    return _with_told(replace(returned, fate=_FATES.get(decision.case, Fate.STALE)), unit, locale, made)


def _with_told(returned: Returned, unit: SourceUnit, locale: Locale, made: Provenance) -> Returned:
    """Return what the record is to be told; `made` is the state of a text that it takes."""
    if returned.fate is Fate.TAKEN and (problem := text_problem(unit.field, returned.text)):
        return replace(returned, fate=Fate.REFUSED, message=problem)
    if returned.fate is Fate.CONFIRMED and returned.is_settled:
        return replace(returned, fate=Fate.AGREED)
    if returned.fate is Fate.CONFLICT:
        return replace(returned, provenance=_in_conflict(unit, locale, made.when))
    if returned.fate not in IN_RECORD:
        return returned
    return replace(returned, provenance=made, message="; ".join(text_problems(unit.field, returned.text)))


def _in_conflict(unit: SourceUnit, locale: Locale, today: str) -> Provenance:
    """Return the state of the record's text where another one came back: what it was, and that both stand open."""
    held = digest(unit.texts.get(locale, ""))
    before = unit.provenance(locale)
    if before is None:
        return Provenance(unit.source_locale, digest(unit.source), held, "import", today, ("conflict",))
    return replace(before, target_digest=held, when=today, marks=("conflict",))
