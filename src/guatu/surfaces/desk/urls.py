"""Which pages does the desk have?"""

from django.urls import path

from guatu.surfaces.desk.views import assignments, lint, measures, plans, review

app_name = "desk"

urlpatterns = [
    path("", plans.show_home, name="home"),
    path("plans/", plans.list_plans, name="plans"),
    path("plans/upload", plans.upload_plan, name="plan_upload"),
    path("plans/<int:pk>/review", review.show_review, name="review"),
    path("plans/<int:pk>/state", review.send_state, name="review_state"),
    path("plans/<int:pk>/actions", review.take_action, name="review_action"),
    path("plans/<int:pk>/document", plans.send_document, name="plan_document"),
    path("plans/<int:pk>/lint", lint.show_lint, name="lint"),
    path("plans/<int:pk>/targets/<int:target>/park", lint.park, name="park_target"),
    # path("plans/<int:pk>/publish", publishing.publish, name="publish"),
    path("plans/<int:pk>/assignments", assignments.show_assignments, name="assignments"),
    path("measures.json", measures.send_measures, name="measures"),
]
