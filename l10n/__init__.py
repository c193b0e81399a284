"""Localize records: multilingual text in plain files, gettext catalogs, coverage per locale."""

__version__ = "0.1.0"
