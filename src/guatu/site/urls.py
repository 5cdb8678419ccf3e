"""Which address leads where?"""

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from guatu.kernel.access.gate import ANYBODY, needs
from guatu.surfaces.api.urls import machine_urls

anybody = needs(ANYBODY)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("guatu.kernel.access.signing_in.urls")),
    path("language/", anybody(set_language), name="set_language"),
    path("api/1/", machine_urls),
    path("api/", include("guatu.surfaces.api.urls")),
    path("portal/", include("guatu.surfaces.portal.urls")),
    path("wall/", include("guatu.surfaces.wall.urls")),
    path("", include("guatu.surfaces.public.urls")),
    path("", include("guatu.surfaces.desk.urls")),
]
