"""Which measures can a target be bound to?"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from guatu.kernel.access.gate import needs
from guatu.plan.queries import measure_options
from guatu.surfaces.desk.templatetags.figures import unit_name


@needs("plan.view")
@require_safe
def send_measures(request: HttpRequest) -> HttpResponse:
    """The catalogue as JSON, for the review page's chooser."""
    measures = [{**each, "unit": unit_name(str(each["unit"]))} for each in measure_options()]
    return JsonResponse({"measures": measures}, headers={"Cache-Control": "private, max-age=300"})
