"""Do the enterprises with an account have papers that can be looked at, compared and found, and only once?"""

from datetime import date

import pytest
from django.contrib.auth.models import Group, User

from guatu.base import clock
from guatu.base.happenings import in_order, live_through
from guatu.kernel.documents.files import check_files
from guatu.kernel.documents.models import Document, DocumentVersion, ReadState
from guatu.kernel.documents.previews import page_picture
from guatu.kernel.documents.queries import Search
from guatu.kernel.documents.texts import read_text
from guatu.kernel.registry.actions import insert_records
from guatu.site.demo import DEMO_TODAY
from guatu.site.demo.documents import documents_of_the_year
from guatu.site.demo.zone import read_zone
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    user = User.objects.create_user("zhaoshang")
    user.groups.add(Group.objects.create(name="staff"))
    values = [
        {"name": each.enterprise, "uscc": each.uscc, "kind": "company", "status": "in_business"}
        for each in read_zone().representatives
    ]
    insert_records(ENTERPRISES, values, source="清单", as_of=date(2019, 3, 1))
    return user


def half_year():
    return (each for each in in_order([documents_of_the_year()]) if clock.day_of(each.at) <= DEMO_TODAY)


def test_papers_are_there_whole_and_said_to_be_invented(officer):
    live_through(half_year())
    assert Document.objects.count() == 9
    assert DocumentVersion.objects.count() == 12
    assert check_files() == []
    versions = list(DocumentVersion.objects.all())
    assert all(version.warnings == [] for version in versions)
    assert {read_text(version.sha256) for version in versions} == {ReadState.READ}
    assert Search(officer, "演示数据").count == 9
    assert Search(officer, "3600平方米").count == 3
    assert Search(officer, "3200平方米").count == 0
    licence = next(version for version in versions if version.file_kind == "pdf")
    assert len(page_picture(licence.sha256, 1, 240)) > 1000


def test_a_version_says_when_it_happened_and_when_it_came_in(officer):
    live_through(half_year())
    second = DocumentVersion.objects.filter(number=2).first()
    assert clock.day_of(second.happened_at) == date(2019, 3, 28)
    assert clock.day_of(second.recorded_at) == date(2019, 4, 8)
