"""Which pages do notices have, and which the choice of what everybody sees?"""

from django.urls import path
from django.views.decorators.cache import never_cache

from guatu.surfaces.desk.views import notices, publicity

notice_pages = [
    path("notices/", never_cache(notices.list_notices), name="notices"),
    path("notices/bell", never_cache(notices.send_bell), name="notices_bell"),
    path("notices/seen", notices.see_all, name="notices_seen"),
    path("notices/<int:pk>", never_cache(notices.follow), name="notice"),
    path("notices/off/<str:token>", never_cache(notices.stop_by_mail), name="notice_off"),
    path("plans/<int:pk>/open", publicity.choose_open_targets, name="publicity"),
    path("account/notices/", never_cache(notices.show_choices), name="notice_choices"),
]
