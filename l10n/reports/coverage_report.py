"""The coverage report: all that a report may show, in whatever form."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from l10n.coverage import Axis, Coverage
from l10n.coverage_changes import LocaleChanges
from l10n.gates import GateResult
from l10n.locales import Locale
from l10n.open_units import RecordOverview
from l10n.page_coverage import PageCoverage
from l10n.reports.measures import Measure
from l10n.reports.page import Ranking
from l10n.reports.record_data import PreviousSources
from l10n.schema import Schema


class Point(Protocol):
    """The coverage of one revision."""

    @property
    def revision(self) -> str:
        """Its name in git."""

    @property
    def when(self) -> str:
        """ISO date and time."""

    @property
    def coverage(self) -> Coverage:
        """The coverage then; locales of today may be absent from it."""


class CoverageReport(Struct, frozen=True, kw_only=True):
    """What was counted, and how to show it; what was not asked for is empty."""

    coverage: Coverage
    schema: Schema
    axes: Sequence[Axis] = ("locale",)
    """What to break the numbers down by, in this order."""
    measure: Measure = "units"
    """What badges, bars and heat maps count."""
    is_matrix: bool = False
    """Whether a badge has a cell for every locale and type."""
    pages: PageCoverage | None = None
    ranking: Ranking = {}
    trend: Sequence[Point] = ()
    """The coverage of earlier revisions, oldest first."""
    changes: Mapping[Locale, LocaleChanges] = {}
    """What changed in each locale."""
    beginning: str = ""
    """What the changes begin at, in words."""
    gates: Sequence[GateResult] = ()
    overviews: Sequence[RecordOverview] = ()
    previous: PreviousSources = {}
    files: Mapping[str, str] = {}
    """{record key: path of its file}, for those that do not stand in a file of their own."""
    labels: Iterable[str] = ()
    """What the records of `coverage.by_record` are called, in their order; read once."""
    catalogs: Collection[str] | None = None
    """The paths of the catalogs that there are; None: not known."""
    day: str = ""
    """The day of the report, `yyyy-mm-dd`; empty: do not say."""

    def label(self, name: str) -> str:
        """Return what people call a type or a field (`type/field`).

        A list's field is called by both: `Images: Caption`.
        """
        type_name, *path = name.split("/")
        type_ = self.schema.types.get(type_name)
        fields, labels = type_.fields if type_ else (), [type_.label if type_ else type_name]
        for part in path:
            field = next((field for field in fields if field.name == part), None)
            labels.append(field.label if field else part)
            fields = field.fields if field else ()
        return ": ".join(labels[1:] or labels)
