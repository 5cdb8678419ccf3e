"""How does a file leave the house: as an attachment, never shown inline."""

from urllib.parse import quote

from django.http import HttpResponse


def attachment(content: bytes, name: str, content_type: str) -> HttpResponse:
    """The bytes as a download under that name, with a plain name for old clients."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_.") else "_" for c in name) or "file"
    return HttpResponse(
        content,
        headers={
            "Content-Type": content_type,
            "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
        },
    )
