"""Which pages does the desk have for enterprises, beside their registry?"""

from django.urls import path

from guatu.surfaces.desk.views.enterprises import accounts, burden, ladder, visiting

enterprise_pages = [
    path("enterprises/ladder", ladder.show_ladder, name="ladder"),
    path("enterprises/ladder/<slug:ladder>", ladder.show_ladder, name="ladder_board"),
    path("enterprises/visits", visiting.show_visiting, name="visiting"),
    path("enterprises/visits/<slug:view>", visiting.show_visiting, name="visiting_view"),
    path("enterprises/burden", burden.show_burden, name="burden"),
    path("enterprises/scale/<int:pk>/leave", ladder.leave, name="scale_leave"),
    path("enterprises/accounts", accounts.show_accounts, name="enterprise_accounts"),
    path("enterprises/accounts/<int:pk>/close", accounts.close, name="enterprise_account_close"),
    path("visits/<int:pk>/make", visiting.make_visit, name="visit_make"),
    path("visits/<int:pk>/cancel", visiting.cancel_visit, name="visit_cancel"),
    path("visits/questions/<int:pk>", visiting.settle, name="visit_settle"),
    path("inspections/<int:pk>/make", visiting.make_inspection, name="inspection_make"),
    path("inspections/<int:pk>/cancel", visiting.cancel_inspection, name="inspection_cancel"),
]
