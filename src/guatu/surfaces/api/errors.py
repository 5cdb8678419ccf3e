"""What does a caller hear when something does not work? One shape for all: code, sentence, problems."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Field, NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, ValidationError

from guatu.base.errors import Refused


class FieldProblem(Schema):
    """What is wrong with one field."""

    field: str
    message: str


class Trouble(Schema):
    """Why nothing was done."""

    code: str
    sentence: str
    problems: list[FieldProblem] = Field(default_factory=list)


class WrongFieldsError(Exception):
    """What was sent cannot be recorded; all that is wrong with it."""

    def __init__(self, problems: list[FieldProblem]) -> None:
        super().__init__(f"{len(problems)} fields are wrong")
        self.problems = problems


def answer_troubles(api: NinjaAPI) -> None:
    """Makes the API answer every refusal in that shape."""

    def say(request: HttpRequest, status: int, trouble: Trouble) -> HttpResponse:
        answer = api.create_response(request, trouble.dict(), status=status)
        if status == 401:
            answer["WWW-Authenticate"] = "Bearer"
        return answer

    @api.exception_handler(AuthenticationError)
    def on_stranger(request: HttpRequest, error: AuthenticationError) -> HttpResponse:
        sentence = _("Send a key: Authorization: Bearer … Keys are made on the page “API”.")
        return say(request, 401, Trouble(code="no_key", sentence=sentence))

    @api.exception_handler(PermissionDenied)
    def on_denied(request: HttpRequest, error: PermissionDenied) -> HttpResponse:
        return say(request, 403, Trouble(code="not_allowed", sentence=str(error)))

    @api.exception_handler(Http404)
    def on_missing(request: HttpRequest, error: Http404) -> HttpResponse:
        return say(request, 404, Trouble(code="not_found", sentence=_("There is nothing at this address.")))

    @api.exception_handler(HttpError)
    def on_http(request: HttpRequest, error: HttpError) -> HttpResponse:
        return say(request, error.status_code, Trouble(code="bad_request", sentence=str(error)))

    @api.exception_handler(Refused)
    def on_refused(request: HttpRequest, error: Refused) -> HttpResponse:
        return say(request, 409, Trouble(code=error.code, sentence=error.sentence))

    @api.exception_handler(WrongFieldsError)
    def on_wrong(request: HttpRequest, error: WrongFieldsError) -> HttpResponse:
        return say(request, 422, _wrong(error.problems))

    @api.exception_handler(ValidationError)
    def on_invalid(request: HttpRequest, error: ValidationError) -> HttpResponse:
        problems = [FieldProblem(field=_place(found["loc"]), message=found["msg"]) for found in error.errors]
        return say(request, 422, _wrong(problems))


def _wrong(problems: list[FieldProblem]) -> Trouble:
    sentence = _("Nothing was done: see what is wrong with each field.")
    return Trouble(code="wrong_fields", sentence=sentence, problems=problems)


def _place(where: tuple[str | int, ...]) -> str:
    # ("body", "record", "name"): the caller knows the field, not what we call the body.
    return ".".join(str(part) for part in where[2:] or where[-1:])
