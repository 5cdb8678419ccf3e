"""Did somebody say of every table of the product whose rows one sees?"""

from django.apps import apps

from guatu.kernel.access.scopes import declared_models, scoping_of

# Reviewed: rows that no page asks for by a scope, each with who sees them then.
SHOWN_NOWHERE = {
    "api.KeptAnswer": "given again to the same caller alone",
    "demonstration.PlayedDay": "nobody: the command line says to which day was played",
    "documents.Document": "hangs on a record: whoever sees that, with the class of the paper",
    "documents.DocumentVersion": "the same",
    "documents.FileReading": "the same",
    "health.Backup": "said as a sentence on the page of health",
    "mail.Letter": "nobody: letters may carry secrets",
    "notifying.Choice": "everybody the own ones",
    "notifying.Notice": "everybody the own ones",
    "notifying.Preference": "everybody the own one",
    "registry.PublicFile": "everybody: it is what was published, without signing in",
    "signing_in.Credential": "nobody; what it says of an account stands on that account's page",
    "signing_in.OldPassword": "nobody",
    "signing_in.Remembered": "nobody",
    "signing_in.SignIn": "everybody the own ones; security administrators those of an account",
}


def own_models() -> set[str]:
    return {
        model._meta.label
        for model in apps.get_models()
        if model.__module__.startswith("guatu.") and not model._meta.proxy
    }


def test_every_model_is_declared_or_shown_nowhere():
    declared = {model._meta.label for model in declared_models()}
    assert own_models() - declared - set(SHOWN_NOWHERE) == set(), (
        "say in the scopes.py of the trade who sees these rows"
    )
    assert set(SHOWN_NOWHERE) & declared == set(), "these are declared, so they are no exceptions"
    assert set(SHOWN_NOWHERE) - own_models() == set(), "these are gone"


def test_what_single_firms_reported_is_nobodys_but_of_statistics_and_the_firm():
    apart = [model for model in declared_models() if scoping_of(model).need.startswith("returns.")]
    assert len(apart) >= 3
    for model in apart:
        scoping = scoping_of(model)
        assert scoping.zone in (False, "returns.view"), model
        assert scoping.public is None, model
        assert not scoping.departments, model
