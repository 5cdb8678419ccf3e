"""What does `guatu burden` do: prints what people are asked to type, and fails where that is too much."""

import argparse
from collections.abc import Iterator, Sequence

from guatu.base import clock
from guatu.kernel.burden.faults import LONGEST_YEARS, Fault, find_faults
from guatu.kernel.burden.forms import AskingForm, all_fields, all_forms

WORDS = {
    "repeated": "is asked in {forms}: let all but one show what the zone knows",
    "expired": "is asked by {forms} past its end, {expires}: ask it no more, or say anew why",
    "too_long": f"is asked by {{forms}} until {{expires}}: {LONGEST_YEARS} years are the most",
}


def run(arguments: Sequence[str]) -> int:
    """Prints every form with its fields, reason and end, then all faults; 1 where there is one."""
    argparse.ArgumentParser(prog="guatu burden").parse_args(arguments)
    for form in all_forms():
        print("\n".join(_told(form)))
    faults = find_faults(all_fields(), clock.today())
    for fault in faults:
        print(f"fault: {in_words(fault)}")
    print(f"{len(all_forms())} forms, {len(all_fields())} fields, {len(faults)} faults")
    return 1 if faults else 0


def in_words(fault: Fault) -> str:
    """What is wrong, and what to do."""
    words = WORDS[fault.kind].format(forms=" and ".join(fault.forms), expires=fault.expires)
    return f"{fault.element} ({fault.side}) {words}"


def _told(form: AskingForm) -> Iterator[str]:
    first = form.fields[0]
    yield f"{form.code}: {form.title}, typed by {form.side}, asked by {form.asked_by}"
    yield f"    {first.reason} ({first.since} to {first.expires})"
    yield f"    {', '.join(field.element for field in form.fields)}"
