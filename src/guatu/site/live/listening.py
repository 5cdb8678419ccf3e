"""How do the announcements of the database reach the audience, also after the database was away?"""

import asyncio
import logging

import psycopg
from psycopg import sql

from guatu.kernel.notices import CHANNEL
from guatu.site.live.audience import EVERYTHING, Audience

log = logging.getLogger(__name__)

# Announcements that come together go out together.
GATHER_S = 0.05
# So often the connection is asked whether it still lives when it has nothing to say.
SILENCE_S = 20.0
LONGEST_PAUSE_S = 15.0


class Listening:
    """The one connection that hears the announcements for all pages."""

    def __init__(self, url: str, audience: Audience) -> None:
        self._url = url
        self._audience = audience
        self._gathered: set[str] = set()
        self.connected = False

    async def run(self) -> None:
        """Listens for ever; reconnects with growing pauses, then tells all pages to look at everything."""
        pause = 0.2
        missed = False
        while True:
            try:
                async with await self._connect() as connection:
                    self.connected, pause = True, 0.2
                    if missed:
                        self._audience.tell({EVERYTHING})
                    await self._hear(connection)
            except psycopg.Error as error:
                log.warning("the database does not answer, next try in %.1f s: %s", pause, error)
            self.connected, missed = False, True
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE_S)

    async def _connect(self) -> psycopg.AsyncConnection:
        connection = await psycopg.AsyncConnection.connect(self._url, autocommit=True, connect_timeout=5)
        await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
        return connection

    async def _hear(self, connection: psycopg.AsyncConnection) -> None:
        while True:
            async for notice in connection.notifies(timeout=SILENCE_S):
                self._gather(notice.payload)
            await connection.execute("SELECT 1")

    def _gather(self, topic: str) -> None:
        if not self._gathered:
            asyncio.get_running_loop().call_later(GATHER_S, self._hand_out)
        self._gathered.add(topic)

    def _hand_out(self) -> None:
        topics, self._gathered = self._gathered, set()
        self._audience.tell(topics)
