"""Which pages does the desk have?"""

from django.urls import path
from django.views.decorators.cache import never_cache

from guatu.surfaces.desk.document_urls import document_pages
from guatu.surfaces.desk.enterprise_urls import enterprise_pages
from guatu.surfaces.desk.morning_urls import morning_pages
from guatu.surfaces.desk.notice_urls import notice_pages
from guatu.surfaces.desk.people_urls import people_pages
from guatu.surfaces.desk.registry_urls import registry_pages
from guatu.surfaces.desk.report_urls import report_pages
from guatu.surfaces.desk.trace_urls import trace_pages
from guatu.surfaces.desk.views import (
    amendments,
    assignments,
    figures,
    health,
    imports,
    jobs,
    lint,
    measures,
    plans,
    publishing,
    return_sheets,
    returns,
    review,
    search,
)

app_name = "desk"

urlpatterns = [
    *morning_pages,
    path("search/", search.search, name="search"),
    path("plans/", plans.list_plans, name="plans"),
    path("plans/upload", plans.upload_plan, name="plan_upload"),
    path("plans/<int:pk>/review", review.show_review, name="review"),
    path("plans/<int:pk>/state", review.send_state, name="review_state"),
    path("plans/<int:pk>/actions", review.take_action, name="review_action"),
    path("plans/<int:pk>/document", plans.send_document, name="plan_document"),
    path("plans/<int:pk>/lint", lint.show_lint, name="lint"),
    path("plans/<int:pk>/targets/<int:target>/park", lint.park, name="park_target"),
    path("plans/<int:pk>/sums/<int:identity>/dismiss", lint.dismiss_sum, name="dismiss_sum"),
    path("plans/<int:pk>/name", lint.name_plan, name="name_plan"),
    path("plans/<int:pk>/publish", publishing.publish, name="publish"),
    path("plans/<int:pk>/assignments", assignments.show_assignments, name="assignments"),
    path("plans/<int:pk>/amend", amendments.amend, name="amend"),
    path("plans/<int:pk>/amendments/<int:amendment>", amendments.show_amendment, name="amendment"),
    path("plans/<int:pk>/amendments/<int:amendment>/apply", amendments.apply, name="amendment_apply"),
    path(
        "plans/<int:pk>/amendments/<int:amendment>/withdraw", amendments.withdraw, name="amendment_withdraw"
    ),
    *registry_pages,
    *people_pages,
    *document_pages,
    *enterprise_pages,
    *report_pages,
    *trace_pages,
    *notice_pages,
    path("returns/", never_cache(returns.list_rounds), name="returns"),
    path("returns/<slug:form>/<str:period>/", never_cache(returns.list_returns), name="returns_of_form"),
    path(
        "returns/<slug:form>/<str:period>/verify",
        never_cache(returns.verify_clean),
        name="returns_verify_clean",
    ),
    path("returns/<slug:form>/<str:period>/lock", never_cache(returns.lock), name="returns_lock"),
    path(
        "returns/<slug:form>/<str:period>/sheet", never_cache(return_sheets.hand_in), name="returns_sheet_new"
    ),
    path(
        "returns/<slug:form>/<str:period>/template",
        return_sheets.send_template,
        name="returns_sheet_template",
    ),
    path("returns/sheets/<int:pk>", never_cache(return_sheets.show_sheet), name="returns_sheet"),
    path("returns/sheets/<int:pk>/apply", never_cache(return_sheets.apply), name="returns_sheet_apply"),
    path("returns/sheets/<int:pk>/undo", never_cache(return_sheets.undo), name="returns_sheet_undo"),
    path(
        "returns/sheets/<int:pk>/rejects",
        never_cache(return_sheets.send_rejects),
        name="returns_sheet_rejects",
    ),
    path("figures/compared", return_sheets.compare, name="returns_compared"),
    path("returns/<int:pk>", never_cache(returns.show_return), name="return"),
    path("returns/<int:pk>/verify", never_cache(returns.verify), name="return_verify"),
    path("returns/<int:pk>/back", never_cache(returns.give_back), name="return_back"),
    path("returns/<int:pk>/correct", never_cache(returns.correct), name="return_correct"),
    path("returns/<int:pk>/proofs/<int:seq>", never_cache(returns.send_proof), name="return_proof"),
    path("health/", health.show_health, name="health"),
    path("jobs/", jobs.list_jobs, name="jobs"),
    path("jobs/<int:pk>/retry", jobs.retry, name="job_retry"),
    path("jobs/<int:pk>/dismiss", jobs.dismiss, name="job_dismiss"),
    path("measures.json", measures.send_measures, name="measures"),
    path("figures/", figures.list_figures, name="figures"),
    path("figures/measures/<str:code>", figures.show_measure, name="measure_figures"),
    path("figures/template", figures.send_template, name="figures_template"),
    path("figures/sources/<int:pk>", figures.send_source, name="source_document"),
    path("figures/imports/new", imports.hand_in, name="figures_import"),
    path("figures/imports/<int:pk>", imports.show_import, name="figures_import_detail"),
    path("figures/imports/<int:pk>/apply", imports.apply, name="figures_apply"),
    path("figures/imports/<int:pk>/withdraw", imports.withdraw, name="figures_withdraw"),
    path("figures/imports/<int:pk>/rejects", imports.send_rejects, name="figure_reject_file"),
]
