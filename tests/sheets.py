"""Sheets of records, as surveys make them of the parts of a collection."""

from l10n.page_sheets import PageSurvey


def make_sheet(records, schema, purpose=PageSurvey()):  # noqa: B008 (frozen)
    """Return the sheet of some records."""
    surveyor = purpose(schema)
    for record in records:
        surveyor.add(record)
    return surveyor.take()
