"""Both sides of a unit, and what is decided of it, said in few words; the source is S."""

from l10n.model import Previous, Provenance, Unit
from l10n.sync import Decision, Sides
from l10n.text import digest

DAY, TODAY = "2026-01-01", "2026-02-02"
SAME = "l10n: same"


def entry(target, *, made_for="S", fuzzy=False, obsolete=False, previous=None, comment=None):
    return Unit(
        key="event/a/title",
        source=made_for,
        targets=(target,),
        fuzzy=fuzzy,
        obsolete=obsolete,
        previous=None if previous is None else Previous(source=previous),
        comments=(comment,) if comment else (),
    )


def state(source, target, *marks, who="human", when=DAY):
    return Provenance("en", digest(source), digest(target), who, when, marks)


def now(target, *marks, made_for="S", who="human"):
    return state(made_for, target, *marks, who=who, when=TODAY)


def sides(held, entry, provenance, *, source="S", is_name=False):
    is_moved = provenance is not None and provenance.source_digest != digest(source)
    return Sides(source, "en", held, entry, provenance, is_moved, is_name, TODAY)


def fuzzy(case, target, *, previous=None, provenance=None):
    previous = None if previous is None else Previous(source=previous)
    return Decision(case, target, fuzzy=True, previous=previous, provenance=provenance)


def fresh(case, target, *, text=None, provenance=None):
    return Decision(case, target, text=text, provenance=provenance)
