"""Counting at scale: the coverage of a collection of any size, of which only what changed since is read."""

from l10n.counting.count import Options, Scope, count_project

__all__ = ["Options", "Scope", "count_project"]
