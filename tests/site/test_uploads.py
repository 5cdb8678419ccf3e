"""Is a file that is too large cut off before it fills the disk, and told from one that fits?"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

MEGABYTE = 1024 * 1024


def received(content: bytes) -> tuple[int, int]:
    # What the file says of its size, and what is really there.
    request = RequestFactory().post("/plans/upload", {"file": SimpleUploadedFile("plan.txt", content)})
    with request.FILES["file"] as file:
        return file.size, len(file.read())


@pytest.mark.parametrize("size", [1, MEGABYTE, 3 * MEGABYTE])
def test_a_file_within_the_limit_arrives_whole(settings, size):
    settings.UPLOAD_MAX_BYTES = 3 * MEGABYTE
    assert received(b"x" * size) == (size, size)


def test_a_file_beyond_the_limit_is_kept_only_a_little_beyond(settings):
    settings.UPLOAD_MAX_BYTES = 3 * MEGABYTE
    said, kept = received(b"x" * 40 * MEGABYTE)
    assert settings.UPLOAD_MAX_BYTES < said < settings.UPLOAD_MAX_BYTES + MEGABYTE
    assert kept == said
