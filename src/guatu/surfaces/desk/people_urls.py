"""Which pages are there about people, their posts, roles and leaves?"""

from django.urls import path

from guatu.surfaces.desk.views import (
    people_audit,
    people_departments,
    people_leaves,
    people_list,
    people_person,
    people_rights,
    people_viewing,
)

people_pages = [
    path("people/", people_list.list_people, name="people"),
    path("people/rights", people_rights.show_rights, name="rights"),
    path("people/leaves", people_leaves.list_leaves, name="leaves"),
    path("people/leaves/<int:pk>/<slug:way>", people_leaves.change_leave, name="leave_change"),
    path("people/readings", people_audit.list_readings, name="readings"),
    path("people/viewings", people_audit.list_viewings, name="viewings"),
    path("people/viewings/end", people_viewing.end, name="viewing_end"),
    path("people/new", people_departments.new_account, name="person_new"),
    path("people/departments/new", people_departments.new_department, name="department_new"),
    path("people/departments/<int:pk>", people_departments.show_department, name="department"),
    path("people/departments/<int:pk>/names", people_departments.rename, name="department_rename"),
    path("people/departments/<int:pk>/posts", people_departments.new_post, name="post_new"),
    path("people/posts/<int:pk>/abolish", people_departments.abolish, name="post_abolish"),
    path("people/<int:pk>", people_person.show_person, name="person"),
    path("people/<int:pk>/roles", people_person.change_roles, name="person_roles"),
    path("people/<int:pk>/posts", people_person.take_post, name="person_post"),
    path("people/<int:pk>/posts/<int:tenure>/end", people_person.leave_post, name="tenure_end"),
    path("people/<int:pk>/account/<slug:way>", people_person.switch, name="person_switch"),
    path("people/<int:pk>/leaves", people_leaves.new_leave, name="leave_new"),
    path("people/<int:pk>/view", people_viewing.begin, name="viewing_begin"),
]
