"""Who listens to the stream, and what has each not been told yet?"""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

from guatu.kernel.notices import may_hear

EVERYTHING = "*"
MOST_CLIENTS = 500
# A page that lags behind so far is told to look at everything again.
MOST_PENDING = 100


class Client:
    """One open page. What it has not been told yet is a set: a slow page costs no more than its topics.

    `holder` is the key of the account that opened it: of what is one person's it hears its own alone.
    """

    def __init__(self, holder: str = "") -> None:
        self._holder = holder
        self._pending: set[str] = set()
        self._something = asyncio.Event()

    def tell(self, topics: set[str]) -> None:
        """Notes that these topics changed, as far as the holder may hear of them."""
        heard = {topic for topic in topics if may_hear(topic, self._holder)}
        if not heard:
            return
        self._pending |= heard
        if len(self._pending) > MOST_PENDING or EVERYTHING in self._pending:
            self._pending = {EVERYTHING}
        self._something.set()

    async def next_topics(self) -> list[str]:
        """Waits for changes and returns their topics, each once."""
        await self._something.wait()
        topics, self._pending = sorted(self._pending), set()
        self._something.clear()
        return topics


class Audience:
    """All open pages."""

    def __init__(self, most: int = MOST_CLIENTS) -> None:
        self._clients: set[Client] = set()
        self._most = most
        self.closing = asyncio.Event()

    def __len__(self) -> int:
        return len(self._clients)

    @property
    def full(self) -> bool:
        """Whether one more page would be too many."""
        return len(self._clients) >= self._most

    def tell(self, topics: set[str]) -> None:
        """Notes for every page that these topics changed."""
        for client in self._clients:
            client.tell(topics)

    @contextmanager
    def join(self, holder: str = "") -> Iterator[Client]:
        """Yields a client that hears what its holder may, until the block ends, however it ends."""
        client = Client(holder)
        self._clients.add(client)
        try:
            yield client
        finally:
            self._clients.discard(client)
