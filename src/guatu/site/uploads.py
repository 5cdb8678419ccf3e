"""How much of an uploaded file is kept?"""

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler


class CutOff(FileUploadHandler):
    """Lets nothing beyond the limit reach memory or disk.

    What is left is longer than the limit by less than one chunk, so that the page can tell by its size that
    the file was too large, and say so; the rest of the request is read and forgotten.
    """

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        """Passes the chunk on while the file is within the limit."""
        return raw_data if start <= settings.UPLOAD_MAX_BYTES else None

    def file_complete(self, file_size: int) -> None:
        """Leaves the file to the handlers that keep it."""
