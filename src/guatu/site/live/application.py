"""Who may open the stream, and what goes over it?"""

import asyncio
import json
import os
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from typing import Any
from urllib.parse import parse_qs

from django.conf import settings

from guatu.kernel.notices import TICKET_AGE_S, ticket_holder
from guatu.site.live.audience import Audience, Client
from guatu.site.live.listening import Listening

HEARTBEAT_S = 15.0

# An ASGI message is a mapping of names to values of many types; the interface itself gives no closer one.
Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Headers = list[tuple[bytes, bytes]]

STREAM_HEADERS: Headers = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"x-accel-buffering", b"no"),
    (b"x-content-type-options", b"nosniff"),
]


class Live:
    """The ASGI application: /live/stream for pages, /live/health for whoever watches over us."""

    def __init__(self, url: str, *, origins: set[str], heartbeat_s: float = HEARTBEAT_S) -> None:
        self._audience = Audience()
        self._listening = Listening(url, self._audience)
        self._origins = origins
        self._heartbeat_s = heartbeat_s

    async def __call__(self, scope: Message, receive: Receive, send: Send) -> None:
        """Answers one request, or starts and ends with the server."""
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    async def _live(self, receive: Receive, send: Send) -> None:
        await receive()
        listening = asyncio.create_task(self._listening.run())
        await send({"type": "lifespan.startup.complete"})
        await receive()
        self._audience.closing.set()
        listening.cancel()
        with suppress(asyncio.CancelledError):
            await listening
        await send({"type": "lifespan.shutdown.complete"})

    async def _answer(self, scope: Message, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await _reply(send, 405, "only GET")
        elif scope["path"] == "/live/health":
            heard = self._listening.connected
            await _reply(
                send, 200 if heard else 503, f"{'listening' if heard else 'waiting'} {len(self._audience)}"
            )
        elif scope["path"] == "/live/stream":
            await self._stream(scope, receive, send)
        else:
            await _reply(send, 404, "no such stream")

    async def _stream(self, scope: Message, receive: Receive, send: Send) -> None:
        origin = dict(scope["headers"]).get(b"origin", b"").decode("latin-1")
        token = parse_qs(scope["query_string"].decode("latin-1")).get("token", [""])[0]
        holder = ticket_holder(token)
        if origin and origin not in self._origins:
            await _reply(send, 403, "not a page of this site")
        elif holder is None:
            await _reply(send, 403, "load the page anew", self._for_origin(origin))
        elif self._audience.full:
            await _reply(
                send, 503, "too many listeners", [*self._for_origin(origin), (b"retry-after", b"30")]
            )
        else:
            headers = STREAM_HEADERS + self._for_origin(origin)
            await send({"type": "http.response.start", "status": 200, "headers": headers})
            with self._audience.join(holder) as client:
                await self._pass_on(client, receive, send)

    def _for_origin(self, origin: str) -> Headers:
        allowed = [(b"access-control-allow-origin", origin.encode("latin-1"))] if origin else []
        return [*allowed, (b"vary", b"origin")]

    async def _pass_on(self, client: Client, receive: Receive, send: Send) -> None:
        ends = [
            asyncio.create_task(_until_gone(receive)),
            asyncio.create_task(self._audience.closing.wait()),
            asyncio.create_task(asyncio.sleep(TICKET_AGE_S)),
        ]
        try:
            await _write(send, "retry: 3000\n\n")
            while not any(end.done() for end in ends):
                topics = await _first(client.next_topics(), ends, self._heartbeat_s)
                await _write(send, _event(topics) if topics else ": still here\n\n")
            await send({"type": "http.response.body", "body": b"", "more_body": False})
        finally:
            for end in ends:
                end.cancel()


async def _first(waited: Awaitable[list[str]], ends: list[asyncio.Task[Any]], timeout_s: float) -> list[str]:
    # Returns the topics, or none when time passed or an end came first.
    task = asyncio.ensure_future(waited)
    done, _ = await asyncio.wait([task, *ends], timeout=timeout_s, return_when=asyncio.FIRST_COMPLETED)
    if task in done:
        return task.result()
    task.cancel()
    return []


async def _until_gone(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        continue


def _event(topics: list[str]) -> str:
    return f"event: changed\ndata: {json.dumps({'topics': topics})}\n\n"


async def _write(send: Send, text: str) -> None:
    await send({"type": "http.response.body", "body": text.encode(), "more_body": True})


async def _reply(send: Send, status: int, text: str, headers: Headers | None = None) -> None:
    plain: Headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"cache-control", b"no-store")]
    await send({"type": "http.response.start", "status": status, "headers": plain + (headers or [])})
    await send({"type": "http.response.body", "body": f"{text}\n".encode()})


def make_application() -> Live:
    """Returns the application for the database and the pages that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guatu.site.settings")
    return Live(os.environ["DATABASE_URL"], origins=set(settings.CSRF_TRUSTED_ORIGINS))
