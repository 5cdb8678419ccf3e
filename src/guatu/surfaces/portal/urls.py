"""Which pages does the portal have?"""

from django.urls import path

from guatu.surfaces.portal.views import home, returns

app_name = "portal"

urlpatterns = [
    path("", home.show_home, name="home"),
    path("returns/", home.list_returns, name="returns"),
    path("returns/begin/<slug:form>/<str:period>", returns.begin, name="begin"),
    path("returns/<int:pk>", returns.show_return, name="return"),
    path("returns/<int:pk>/correct", returns.correct, name="correct"),
    path("returns/<int:pk>/authorise", returns.authorise, name="authorise"),
    path("returns/<int:pk>/receipt", returns.show_receipt, name="receipt"),
    path("returns/<int:pk>/proofs/<int:seq>", returns.send_proof, name="proof"),
]
