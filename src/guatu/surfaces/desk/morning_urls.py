"""Which pages belong to everybody's morning?"""

from django.urls import path
from django.views.decorators.cache import never_cache

from guatu.surfaces.desk.views import answers, morning, pins

morning_pages = [
    path("", never_cache(morning.show_morning), name="home"),
    path("morning/seen", morning.mark, name="morning_seen"),
    path("morning/seen/<int:pk>/take-back", morning.take_back, name="morning_unseen"),
    path("assignments/accept", answers.accept, name="assignments_accept"),
    path("assignments/<slug:ref>", never_cache(answers.show_assignment), name="assignment"),
    path("assignments/<slug:ref>/return", answers.give_back, name="assignment_return"),
    path("assignments/<slug:ref>/ask", answers.ask, name="assignment_ask"),
    path("registries/<slug:slug>/views/<int:pk>/pin", pins.pin, name="view_pin"),
    path("pins/<int:pk>/remove", pins.unpin, name="pin_remove"),
    path("pins/<int:pk>/move", pins.move, name="pin_move"),
]
