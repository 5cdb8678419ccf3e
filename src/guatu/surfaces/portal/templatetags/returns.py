"""How are the states and findings of a return shown?"""

from django import template
from django.utils.translation import gettext as _

from guatu.zone.statistics.returns.models import ReturnState
from guatu.zone.statistics.returns.rules.terms import Finding
from guatu.zone.statistics.returns.words import SENTENCES, grouped

register = template.Library()

_LOOKS = {
    "": "",
    ReturnState.DRAFT: "",
    ReturnState.FILED: "chip--accent",
    ReturnState.RETURNED: "chip--warn",
    ReturnState.VERIFIED: "chip--good",
    ReturnState.LOCKED: "chip--good",
}


@register.filter
def state_look(state: str) -> str:
    """The look of the chip of a state."""
    return _LOOKS[state]


@register.filter
def state_name(state: str) -> str:
    """The state in words; "" is one that was not begun."""
    return str(ReturnState(state).label) if state else _("not begun")


@register.filter
def finding_sentence(finding: Finding) -> str:
    """What a finding about sums says, with its numbers."""
    return str(SENTENCES[finding.kind]) % {name: grouped(text) for name, text in finding.params.items()}


@register.filter
def verb_name(verb: str) -> str:
    """What an action on a return was, in words."""
    words = {
        "statistics.open_return": _("begun"),
        "statistics.save_return": _("saved"),
        "statistics.file_return": _("filed"),
        "statistics.send_back_return": _("sent back"),
        "statistics.verify_return": _("verified"),
        "statistics.lock_period": _("locked"),
        "statistics.correct_return": _("correction begun"),
        "statistics.import_returns": _("imported"),
    }
    return words.get(verb, verb)
