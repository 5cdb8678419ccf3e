"""Which pages does the wall have?"""

from django.urls import path

from guatu.surfaces.wall.views.line import show_line
from guatu.surfaces.wall.views.target import show_target
from guatu.surfaces.wall.views.wall import show_wall

app_name = "wall"

urlpatterns = [
    path("", show_wall, name="wall"),
    path("targets/<int:pk>/", show_target, name="target"),
    path("lines/<int:pk>/", show_line, name="line"),
]
