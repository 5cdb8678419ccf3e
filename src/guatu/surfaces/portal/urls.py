"""Which pages does the portal have?"""

from django.urls import path
from django.views.decorators.cache import never_cache

from guatu.surfaces.portal.views import home, returns

app_name = "portal"

# What one firm reported stays in no browser's cache.
urlpatterns = [
    path("", never_cache(home.show_home), name="home"),
    path("returns/", never_cache(home.list_returns), name="returns"),
    path("returns/begin/<slug:form>/<str:period>", never_cache(returns.begin), name="begin"),
    path("returns/<int:pk>", never_cache(returns.show_return), name="return"),
    path("returns/<int:pk>/correct", never_cache(returns.correct), name="correct"),
    path("returns/<int:pk>/authorise", never_cache(returns.authorise), name="authorise"),
    path("returns/<int:pk>/receipt", never_cache(returns.show_receipt), name="receipt"),
    path("returns/<int:pk>/proofs/<int:seq>", never_cache(returns.send_proof), name="proof"),
]
