"""What the tests of papers share: who works here, a record that papers belong to, a folder for the files."""

from datetime import date

import pytest
from django.contrib.auth.models import Group, User

from guatu.kernel.registry.actions import insert_records
from guatu.surfaces.desk.views.uploads import Upload
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.registry import ENTERPRISES


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    """The folder of all files."""
    settings.MEDIA_ROOT = tmp_path / "uploads"
    return settings.MEDIA_ROOT / "documents"


def user_of(role: str, name: str = "") -> User:
    user = User.objects.create_user(name or f"{role}-1", last_name="方", first_name="梅")
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def clerk(db):
    return user_of("staff")


@pytest.fixture
def auditor(db):
    return user_of("auditor")


@pytest.fixture
def supervisor(db):
    return user_of("supervision")


@pytest.fixture
def firms(db):
    return insert_records(
        ENTERPRISES, make_enterprises(3, date(2019, 2, 28)), source="清单", as_of=date(2019, 2, 28)
    )


@pytest.fixture
def firm(firms):
    return firms[0]


@pytest.fixture
def handed_in():
    """A file as a page hands it on."""
    return Upload
