"""Which addresses has the API, and the page about it?"""

from django.urls import path

from guatu.kernel.registry.declaration import all_registries
from guatu.surfaces.api import pages
from guatu.surfaces.api.building import addresses, build_api

NAMESPACE = "api-1"
api = build_api(all_registries(), NAMESPACE)

app_name = "api"
urlpatterns = [
    path("", pages.show_api, name="about"),
    path("keys/", pages.new_key, name="new_key"),
    path("keys/<int:pk>/revoke", pages.revoke, name="revoke_key"),
    path("keys/all/", pages.list_all_keys, name="all_keys"),
    path("keys/all/<int:pk>/revoke", pages.revoke_any, name="revoke_any_key"),
]
# Outside of this app's names: Ninja looks its own root up by the bare namespace.
machine_urls = (addresses(api), "ninja", NAMESPACE)
