"""What the tests of the desk share: who works there, a plan in our own words, a page that is signed in."""

import pytest
from django.contrib.auth.models import Group, User
from reviewing import PLAN

from guatu.kernel.access.actions import appoint, create_post
from guatu.kernel.access.models import Department
from guatu.plan.actions.importing import import_document


def _user(name: str, role: str) -> User:
    user = User.objects.create_user(name, last_name=name)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def supervisor(db):
    return _user("wang", "supervision")


@pytest.fixture
def auditor(db):
    return _user("shen", "auditor")


@pytest.fixture
def departments(db):
    names = (("industry", "产业局"), ("finance", "财政局"), ("investment", "招商局"))
    made = [
        Department.objects.create(code=code, name_zh=name, order=n) for n, (code, name) in enumerate(names)
    ]
    appoint(_user("zhang", "leader"), create_post(made[0], "主任", is_leader=True, by=None), by=None)
    return made


@pytest.fixture
def plan(supervisor):
    return import_document(name="plan.txt", content=PLAN.encode(), by=supervisor)


@pytest.fixture
def session_cookie(client, live_server, settings):
    """What a browser holds that is signed in as a user."""

    def cookie_of(user):
        client.force_login(user)
        name = settings.SESSION_COOKIE_NAME
        return {"name": name, "value": client.cookies[name].value, "url": live_server.url}

    return cookie_of


@pytest.fixture
def sign_in(page, session_cookie):
    """Signs a user in, in the page's browser, without the form."""

    def sign(user):
        page.context.add_cookies([session_cookie(user)])
        return page

    return sign
