"""Which pages does every registry have?"""

from django.urls import path

from guatu.surfaces.desk.views.registries import (
    duplicates,
    history,
    imports,
    lists,
    maps,
    parts,
    records,
)

registry_pages = [
    path("registries/", lists.list_registries, name="registries"),
    path("registries/<slug:slug>/", lists.list_records, name="records"),
    path("registries/<slug:slug>/export.<str:form>", lists.send_list, name="records_export"),
    path("registries/<slug:slug>/template", lists.send_template, name="records_template"),
    path("registries/<slug:slug>/views", lists.keep_view, name="view_save"),
    path("registries/<slug:slug>/views/<int:pk>/remove", lists.drop_view, name="view_remove"),
    path("registries/<slug:slug>/map", maps.show_map, name="records_map"),
    path("registries/<slug:slug>/map.json", maps.send_places, name="records_places"),
    path("registries/<slug:slug>/duplicates", duplicates.list_duplicates, name="duplicates"),
    path("registries/<slug:slug>/duplicates/look", duplicates.look, name="duplicates_look"),
    path("registries/<slug:slug>/duplicates/<int:pk>", duplicates.decide, name="duplicate_decide"),
    path(
        "registries/<slug:slug>/duplicates/<int:pk>/take-back",
        duplicates.take_back,
        name="duplicate_take_back",
    ),
    path("registries/<slug:slug>/new", records.new_record, name="record_new"),
    path("registries/<slug:slug>/<int:pk>", records.show_record, name="record"),
    path("registries/<slug:slug>/<int:pk>/change", records.edit_record, name="record_change"),
    path("registries/<slug:slug>/<int:pk>/history", history.show_history, name="record_history"),
    path("registries/<slug:slug>/<int:pk>/history/<int:seq>.json", history.send_proof, name="record_proof"),
    path("registries/<slug:slug>/<int:pk>/panels/<slug:name>", records.show_panel, name="record_panel"),
    path("registries/<slug:slug>/<int:pk>/<slug:part>/new", parts.add_row, name="record_part_new"),
    path(
        "registries/<slug:slug>/<int:pk>/<slug:part>/<int:row>/remove", parts.remove_row, name="part_remove"
    ),
    path("registries/<slug:slug>/imports/new", imports.hand_in, name="records_import_new"),
    path("registries/<slug:slug>/imports/<int:pk>", imports.show_import, name="records_import"),
    path("registries/<slug:slug>/imports/<int:pk>/apply", imports.apply, name="records_apply"),
    path("registries/<slug:slug>/imports/<int:pk>/undo", imports.undo, name="records_undo"),
    path("registries/<slug:slug>/imports/<int:pk>/rejects", imports.send_rejects, name="records_rejects"),
]
