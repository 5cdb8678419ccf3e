"""What do templates know of the reader's rights?"""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from guatu.kernel.access.rights import rights_of


def rights(request: HttpRequest) -> dict[str, object]:
    """Returns `rights` for templates: `{% if "plan.review" in rights %}`; asked only where it is used."""
    return {"rights": SimpleLazyObject(lambda: rights_of(request.user))}
