"""Why is a number no target: the reasons that the reader gives."""

from __future__ import annotations

NAME = "number in a name"
ORDINAL = "ordinal or rank"
THRESHOLD = "threshold that defines the counted things"
ATTRIBUTE = "attribute of a project"
SUMMARY = "summary count of a list just given"
STRUCTURE = "document structure, not a commitment"
DURATION = "length of time"
BASELINE = "figure that the change starts from"
BACKGROUND = "background fact"
REPEAT = "repeats a target already stated"
LAST_YEAR = "last year"
LONGER = "goal of a longer period"
