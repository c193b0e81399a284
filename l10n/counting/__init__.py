"""Counting at scale: the coverage of a collection of any size, of which only what changed since is read."""

from l10n.counting.count import Options, ProjectCounter, Scope, count_project
from l10n.counting.survey import Survey, Surveys

__all__ = ["Options", "ProjectCounter", "Scope", "Survey", "Surveys", "count_project"]
