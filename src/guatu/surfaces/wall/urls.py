"""Which pages does the wall have?"""

from django.urls import path

from guatu.surfaces.wall.views.back_test import show_back_test
from guatu.surfaces.wall.views.line import show_line
from guatu.surfaces.wall.views.target import show_target
from guatu.surfaces.wall.views.wall import show_wall
from guatu.surfaces.wall.views.what_if import show_what_if

app_name = "wall"

urlpatterns = [
    path("", show_wall, name="wall"),
    path("targets/<int:pk>/", show_target, name="target"),
    path("lines/<int:pk>/", show_line, name="line"),
    path("plans/<int:pk>/what-if/", show_what_if, name="what_if"),
    path("plans/<int:pk>/back-test/", show_back_test, name="back_test"),
]
