"""Which pages do reports have?"""

from django.urls import path

from guatu.surfaces.desk.views.reports import listing, making, one, template, tracing, wording

report_pages = [
    path("reports/", listing.list_reports, name="reports"),
    path("reports/new", making.show_new, name="report_new"),
    path("reports/draft", making.draft, name="report_draft"),
    path("reports/wording", wording.set_words, name="report_wording"),
    path("reports/template", template.show_template, name="report_template"),
    path("reports/template/file", template.send_template, name="report_template_file"),
    path("reports/template/<int:pk>/file", template.send_version, name="report_template_version"),
    path("reports/template/reset", template.reset, name="report_template_reset"),
    path("reports/<int:pk>", one.show_report, name="report"),
    path("reports/<int:pk>/numbers", one.show_numbers, name="report_numbers"),
    path("reports/<int:pk>/release", one.release, name="report_release"),
    path("reports/<int:pk>/discard", one.discard, name="report_discard"),
    path("reports/<int:pk>/<str:state>.<str:form>", one.send_file, name="report_file"),
    path("t/", tracing.find_code, name="trace_codes"),
    path("t/<str:code>", tracing.show_code, name="trace_code"),
]
