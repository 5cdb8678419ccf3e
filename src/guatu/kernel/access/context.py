"""What do templates know of the reader?"""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guatu.kernel.access.rights import rights_of
from guatu.kernel.access.standing import standing_of
from guatu.kernel.access.viewing import viewing_now


def rights(request: HttpRequest) -> dict[str, object]:
    """Returns `rights` for templates: `{% if "plan.review" in rights %}`; asked only where it is used.

    `covers` are those whom the reader stands in for today, `viewing` says as whom the pages are seen.
    """
    return {
        "rights": SimpleLazyObject(lambda: rights_of(request.user)),
        "covers": SimpleLazyObject(lambda: standing_of(request.user).covers),
        "viewing": viewing_now(request),
    }
