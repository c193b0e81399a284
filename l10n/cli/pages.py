"""The pages that `l10n coverage` counts, asked again for the names to rank and for what would pass a gate."""

from __future__ import annotations

import argparse
from collections.abc import Collection, Iterable, Iterator, Mapping

from msgspec import Struct

from l10n.cli.counting import survey_counted
from l10n.cli.remedies import LOOKED_AT
from l10n.counting import ProjectCounter, Survey
from l10n.locales import Locale
from l10n.page_coverage import NAMES, PageCoverage, RankedName, count_pages, rank_locale_names
from l10n.page_remedies import choose_shown, find_page_remedies
from l10n.page_sheets import PageSheet, PageSurvey
from l10n.remedies import Remedy
from l10n.schema import Schema


class SurveyedPages(Struct, frozen=True, kw_only=True):
    """The pages of records of some types."""

    schema: Schema
    survey: Survey[PageSheet]
    """Of the records of all types: the pages name them, too."""
    types: Collection[str]
    coverage: PageCoverage

    def rank_names(self) -> dict[Locale, tuple[RankedName, ...]]:
        """Return per locale the names that would complete the most pages."""
        return rank_locale_names(self.coverage, self.survey.find_records, self.schema)

    def find_remedies(self, needs: Mapping[Locale, int]) -> dict[Locale, Remedy]:
        """Return per locale which records to complete, of any type, so that it has as many more own characters."""
        shown = choose_shown(_iter_sheets(self.survey, self.types), self.survey, self.schema, needs, LOOKED_AT)
        return find_page_remedies(self.survey.find_records(shown).values(), shown, self.schema, needs)


def survey_pages(
    args: argparse.Namespace, counter: ProjectCounter, locales: Iterable[Locale], types: Collection[str]
) -> SurveyedPages:
    """Return the pages of records of these types, counted."""
    survey, schema = survey_counted(args, counter, PageSurvey()), counter.project.schema
    names = NAMES if args.names is None else args.names
    coverage = count_pages(_iter_sheets(survey, types), schema, locales, names, named=survey)
    return SurveyedPages(schema=schema, survey=survey, types=types, coverage=coverage)


def _iter_sheets(survey: Survey[PageSheet], types: Collection[str]) -> Iterator[PageSheet]:
    return (sheet.of_types(types) for sheet in survey)
