"""In which words are findings, changes and the reader's reasons said? The rules know only codes."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# By code: what is wrong, and what to do about it.
FINDINGS: Mapping[str, tuple[StrOrPromise, StrOrPromise]] = {
    "not_decided": (
        _("Targets that nobody has confirmed yet: %(count)d."),
        _("Accept each on the review page, or discard it with a reason."),
    ),
    "no_measure": (
        _("“%(target)s” has no source: no measure computes its actual."),
        _("Choose a measure, or park the target with the reason why none can be had."),
    ),
    "unknown_measure": (
        _("“%(target)s” is bound to “%(measure)s”, which no catalogue knows."),
        _("Choose a measure from the catalogue, or park the target with a reason."),
    ),
    "measure_unconfirmed": (
        _("“%(target)s”: the measure was guessed from the name and is not confirmed."),
        _("Look whether the measure counts the same thing, then confirm it or choose another."),
    ),
    "measure_of_other_unit": (
        _("“%(target)s” is bound to a measure that counts in a unit it cannot be compared with."),
        _("Correct the unit, or choose the measure that counts in this unit or currency."),
    ),
    "sum_broken": (
        _("This sum no longer holds: %(parts)s is not “%(whole)s”."),
        _("Correct the figure that was changed; or dismiss the sum if it was chance."),
    ),
    "sum_of_other_units": (
        _("These figures cannot be added: %(parts)s = “%(whole)s” mixes units or currencies."),
        _("Correct the unit, or dismiss the sum."),
    ),
    "part_above_whole": (
        _("“%(part)s” is a part of “%(whole)s” and above it."),
        _("Check both figures against the document; or take the part off its whole."),
    ),
    "part_of_other_unit": (
        _("“%(part)s” is marked as a part of “%(whole)s”, in a unit that cannot be compared with it."),
        _("Correct the unit, or take the part off its whole."),
    ),
    "growth_against_level": (
        _("“%(growth)s” and “%(level)s” contradict each other: the level is %(implied)s %% above last year."),
        _("Ask which one holds; growth is reported on a comparable base, so a small difference is normal."),
    ),
    "repeated": (
        _("“%(again)s” says again what “%(first)s” promised."),
        _("Discard one of the two as a repetition."),
    ),
    "repeated_otherwise": (
        _("“%(again)s” promises another figure than “%(first)s” for the same thing."),
        _("Ask which one holds and discard the other; or make the subjects say how they differ."),
    ),
    "other_plan": (
        _("“%(target)s” differs from “%(other)s” in the plan “%(plan)s” for the same year."),
        _("Ask which plan holds and amend the other one."),
    ),
    "no_owner": (
        _("%(section)s: %(count)d without a lead department."),
        _("Assign them on the review page, all of a section at once."),
    ),
    "no_deadline": (
        _("Without a day, since the plan does not say its year: %(count)d."),
        _("Give the plan its year, or the items their day."),
    ),
    "year_end_only": (
        _("Tasks that can be checked but name no day, so are due at year-end: %(count)d."),
        _("Give those that matter earlier a day of their own."),
    ),
    "unclear_deadline": (
        _("No day can be told from “%(deadline)s”."),
        _("Enter the day that is meant."),
    ),
    "reader_warning": (
        _("The reader warns of “%(text)s”: %(said)s"),
        _("Compare with the original document."),
    ),
}

# What the reader warns of, by its code; `%(text)s` is the place.
READER_WARNINGS: Mapping[str, StrOrPromise] = {
    "lost_plus": _("A plus sign seems to be lost at “%(text)s”."),
    "private_characters": _("A character of a private font was left out."),
    "lost_characters": _("Some characters of the file could not be decoded."),
    "not_chinese": _("This does not seem to be a Chinese text; nothing may be found."),
    "no_title": _("No title was found."),
    "no_year": _("The text does not say which year is planned."),
    "no_sections": _("No numbered headings were found; the text was read as one stretch."),
    "no_targets": _("No targets were found: is this a work plan?"),
}

# Why the reader could read nothing at all, and what to do, by its code.
UNREADABLE: Mapping[str, StrOrPromise] = {
    "empty": _("There is no text in the file."),
    "too_large": _("The file is larger than any plan. Is it the right one?"),
    "too_long": _("The text is longer than any plan. Is it the right file?"),
    "binary": _("This is not a text: the file holds data of another kind."),
    "old_word": _("This is a file of an old or a protected Office. Save it as .docx."),
    "rtf": _("This is an RTF file. Save it as .docx."),
    "image": _("This is a picture. Hand in the plan as Word, PDF with text, web page or plain text."),
    "image_only_pdf": _("The PDF holds pictures of pages and no text. Run character recognition first."),
    "not_word": _("This is an archive, but not a Word document (.docx)."),
    "encrypted": _("The file is locked with a password. Save it without one."),
    "zip_bomb": _("The file unpacks to far more than a document holds. It is not read."),
    "broken": _("The file is damaged or cut off. Open it and save it again, or fetch it anew."),
}

# Why the reader did not take a quantity for a target.
TRAPS: Mapping[str, StrOrPromise] = {
    "number in a name": _("part of a name"),
    "ordinal or rank": _("an order or a rank"),
    "threshold that defines the counted things": _("a threshold that says which things are counted"),
    "attribute of a project": _("an attribute of a project"),
    "summary count of a list just given": _("the count of a list just given"),
    "document structure, not a commitment": _("the structure of the document"),
    "length of time": _("a length of time"),
    "figure that the change starts from": _("the figure that the change starts from"),
    "background fact": _("background"),
    "last year": _("a figure of last year"),
    "repeats a target already stated": _("a target that was stated before"),
}

# Why the reader left a stretch of the text out.
DROPPED: Mapping[str, StrOrPromise] = {
    "markup": _("remains of a web page"),
    "repeat": _("the text repeats itself"),
    "spam": _("text that does not belong to the document"),
    "page furniture": _("the page around the document"),
}

# What a change did; `%(what)s` is the beginning of the item's text, `%(count)d` how many items.
CHANGES: Mapping[str, StrOrPromise] = {
    "import": _("Document read: %(what)s"),
    "accept": _("Accepted: %(what)s"),
    "accept_all": _("Items accepted: %(count)d"),
    "edit": _("Edited: %(what)s"),
    "split": _("Split: %(what)s"),
    "join": _("Joined: %(what)s"),
    "discard": _("Discarded: %(what)s"),
    "restore": _("Restored: %(what)s"),
    "add_target": _("Target added: %(what)s"),
    "add_task": _("Task added: %(what)s"),
    "add_project": _("Project added: %(what)s"),
    "add_institution": _("Institution added: %(what)s"),
    "bind": _("Measure chosen: %(what)s"),
    "confirm_measure": _("Measure confirmed: %(what)s"),
    "park": _("Parked: %(what)s"),
    "unpark": _("No longer parked: %(what)s"),
    "assign": _("Items assigned: %(count)d"),
    "dismiss_identity": _("Sum dismissed"),
    "keep_identity": _("Sum kept"),
    "edit_plan": _("Plan corrected: %(what)s"),
    "publish": _("Published"),
    "amend": _("Amended document taken over: %(what)s"),
    "undo": _("Undone: %(what)s"),
    "redo": _("Done again: %(what)s"),
}


def finding_sentences(code: str, params: Mapping[str, str | int]) -> tuple[str, str]:
    """What is wrong and what to do, in the reader's language."""
    message, advice = FINDINGS[code]
    if code == "reader_warning" and params.get("code") in READER_WARNINGS:
        return reader_warning(str(params["code"]), str(params["text"]), ""), str(advice)
    return str(message) % {**params, "section": params.get("section") or str(_("Opening"))}, str(advice)


def reader_warning(code: str, text: str, said: str) -> str:
    """A warning of the reader in the reader's language; as the reader said it when the code is new."""
    words = READER_WARNINGS.get(code)
    return str(words) % {"text": text} if words else said


def unreadable_sentence(code: str, said: str) -> str:
    """Why a document cannot be read, in the reader's language; as the reader said it when the code is new."""
    return str(UNREADABLE.get(code, said))


def change_label(verb: str, summary: Mapping[str, str | int]) -> str:
    """What a change did, in one line."""
    return str(CHANGES.get(verb, verb)) % {"what": "", "count": 1, **summary}


def trap_reason(reason: str | None, polarity: str) -> str:
    """Why a quantity is no target, in the language of the page."""
    if not reason:
        reason = "last year" if polarity == "achievement" else "background fact"
    return str(TRAPS.get(reason, reason))


def dropped_reason(reason: str) -> str:
    """Why a stretch was left out, in the language of the page."""
    return str(DROPPED.get(reason, reason))
