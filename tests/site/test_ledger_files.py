"""Does `guatu ledger verify` see that the file of a document was altered, though no row and no entry was?"""

import pytest

from guatu.kernel.access.models import Department
from guatu.kernel.documents import store
from guatu.kernel.documents.actions import attach
from guatu.kernel.ledger.context import action
from guatu.site.ledger_command import run
from guatu.surfaces.desk.views.uploads import Upload
from tests.ambient_action import empty_ledger

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    settings.LEDGER_KEY = tmp_path / "key"
    settings.LEDGER_CHECKPOINTS = tmp_path / "checkpoints"
    settings.LEDGER_ORIGIN = "guatu/test"
    settings.MEDIA_ROOT = tmp_path / "uploads"
    empty_ledger()


def test_an_attachment_that_was_edited_on_disk_is_found(capsys):
    with action("test.open", by=None):
        office = Department.objects.create(code="a", name_zh="某局")
    paper = attach(office, Upload("批复.txt", "同意".encode()), by=None)
    run(["seal"])
    capsys.readouterr()
    assert run(["verify"]) == 0
    assert "whole" in capsys.readouterr().out
    place = store.place_of(paper.versions.get().sha256)
    place.write_bytes("不同意".encode())
    assert run(["verify"]) == 1
    said = capsys.readouterr().out
    assert "file_altered" in said
    assert "NOT whole" in said
    place.unlink()
    assert run(["verify"]) == 1
    assert "file_missing" in capsys.readouterr().out
