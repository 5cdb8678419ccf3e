"""The addresses of an installation with an identity provider."""

from guatu.kernel.access.signing_in.urls import through_identity_provider
from guatu.site import urls

urlpatterns = [*through_identity_provider(), *urls.urlpatterns]
