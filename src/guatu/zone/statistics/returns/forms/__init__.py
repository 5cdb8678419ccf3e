"""Which forms are there, what does each ask, and which version holds on a day? Pure, no Django.

A form is a TOML file beside this one, with its versions; a version says the day from which it holds. A return
keeps the definition that it was begun with, so a later version never changes what was asked.
"""

from guatu.zone.statistics.returns.forms.definition import Column, Form, Frequency, Item, Line
from guatu.zone.statistics.returns.forms.periods import due_periods, is_period_of, last_period
from guatu.zone.statistics.returns.forms.reading import all_forms, form_codes, form_of, load_form

__all__ = [
    "Column",
    "Form",
    "Frequency",
    "Item",
    "Line",
    "all_forms",
    "due_periods",
    "form_codes",
    "form_of",
    "is_period_of",
    "last_period",
    "load_form",
]
