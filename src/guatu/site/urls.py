"""Which address leads where?"""

from importlib.util import find_spec

from django.contrib.auth.views import LoginView, LogoutView
from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from guatu.kernel.access.gate import ANYBODY, needs

anybody = needs(ANYBODY)
SURFACES = {"wall/": "guatu.surfaces.wall.urls", "": "guatu.surfaces.desk.urls"}

urlpatterns: list[URLPattern | URLResolver] = [
    path("sign-in/", anybody(LoginView.as_view(redirect_authenticated_user=True)), name="login"),
    path("sign-out/", anybody(LogoutView.as_view()), name="logout"),
    path("language/", anybody(set_language), name="set_language"),
    *(path(prefix, include(module)) for prefix, module in SURFACES.items() if find_spec(module)),
]
