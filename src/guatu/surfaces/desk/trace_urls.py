"""Which pages lead from numbers to records and back?"""

from django.urls import path
from django.views.decorators.cache import never_cache

from guatu.surfaces.desk.views.traces import files, numbers, records

trace_pages = [
    path("figures/trace/<str:code>/<str:period>", never_cache(numbers.show_trace), name="trace"),
    path("figures/trace/<str:code>/<str:period>/moves", never_cache(numbers.show_moves), name="trace_moves"),
    path(
        "figures/trace/<str:code>/<str:period>/records.<slug:ending>",
        never_cache(files.send_records),
        name="trace_records",
    ),
    path(
        "figures/trace/<str:code>/<str:period>/proofs.json",
        never_cache(files.send_proofs),
        name="trace_proofs",
    ),
    path("figures/records/<int:pk>", records.show_figure, name="figure"),
    path("figures/records/<int:pk>/proof.json", records.send_figure_proof, name="figure_proof"),
    path("returns/<int:pk>/moves", never_cache(records.show_moved_by_return), name="return_moves"),
]
