"""As which action does a view of the library write?"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponseBase

from guatu.kernel.access.gate import reader
from guatu.kernel.ledger.context import action

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def acts(verb: str, *, also_when_read: bool = False) -> Callable[[View[P]], View[P]]:
    """Makes what the view writes one action of the signed-in user; what it reads needs none."""

    def wrap(view: View[P]) -> View[P]:
        @functools.wraps(view)
        def run(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            if request.method != "POST" and not also_when_read:
                return view(request, *args, **kwargs)
            with action(verb, by=reader(request)):
                return view(request, *args, **kwargs)

        return run

    return wrap
