"""Which pages are open to everybody?"""

from django.urls import path

from guatu.surfaces.public import files, registries, targets

app_name = "public"

urlpatterns = [
    path("robots.txt", registries.send_robots, name="robots"),
    path("open/", targets.show_front, name="registries"),
    path("open/targets.csv", targets.send_targets, name="targets_csv"),
    path("open/targets.schema.json", targets.send_columns, name="targets_schema"),
    path("open/targets/<int:pk>", targets.show_target, name="target"),
    path("open/public-key.txt", files.send_key, name="key"),
    path("open/<slug:slug>/", registries.list_records, name="records"),
    path("open/<slug:slug>/<int:pk>", registries.show_record, name="record"),
    path("open/<slug:slug>/datapackage.json", files.send_package, name="package"),
    path("open/<slug:slug>/files/<int:number>.csv", files.send_table, name="table"),
    path("open/<slug:slug>/files/<int:number>.schema.json", files.send_schema, name="schema"),
    path("open/<slug:slug>/files/<int:number>.proof.json", files.send_proof, name="proof"),
]
