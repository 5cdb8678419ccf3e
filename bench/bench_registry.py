"""How fast are ten thousand market entities checked, written, changed, undone, compared, listed and searched?

On a PostgreSQL of its own that writes to the disk before it says so, with the ledger's triggers on all
tables. Floors: the same table only read, the same rows only copied into a bare table.
"""

from __future__ import annotations

import io
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from pathlib import Path
from pkgutil import resolve_name
from typing import Protocol, TypeVar, cast

import django

from bench.result import Result
from guatu.kernel.sheets.grids import read_grids
from guatu.kernel.sheets.writing import Cell, workbook
from guatu.site.postgres.binaries import find_binaries
from guatu.site.postgres.cluster import start_cluster
from guatu.site.postgres.place import choose_place

ROWS = 10_000
RUNS = 40
AS_OF = date(2019, 2, 28)
HEADS = (
    "企业名称",
    "统一社会信用代码",
    "类型",
    "登记状态",
    "成立日期",
    "注销日期",
    "法定代表人",
    "注册资本",
    "住所",
    "行业代码",
)
FIELDS = (
    *("name", "uscc", "kind", "status", "established_on", "closed_on"),
    *("legal_representative", "registered_capital", "registered_address", "industry"),
)
T = TypeVar("T")


def measure() -> Iterator[Result]:
    """Check, apply, change and undo ten thousand rows; then pages over them."""
    with _database():
        content = _table(0)
        floor, _grids = _timed(lambda: read_grids(content))
        preview = _previewer()
        seconds, made = _timed(lambda: preview(content))
        assert made.counts["new"] == ROWS, made.counts
        yield _result("registry: check 10,000 rows (xlsx)", seconds, 10, "reading the sheet alone", floor)
        apply, undo = _act("apply_import"), _act("undo_import")
        seconds, _made = _timed(lambda: apply(made, by=None))
        yield _result("registry: apply 10,000 new records", seconds, 30, "bare COPY of the rows", _copy())
        changed = preview(_table(1))
        assert changed.counts["changed"] == ROWS, changed.counts
        seconds, _made = _timed(lambda: apply(changed, by=None))
        yield _result("registry: apply 10,000 changes", seconds, 30)
        look = _act("look_for_duplicates")
        registry = resolve_name("guatu.zone.enterprises.registry:ENTERPRISES")
        seconds, _made = _timed(lambda: look(registry, by=None))
        yield _result("registry: compare 10,000 records with one another", seconds, 5)
        yield from _pages()
        seconds, _made = _timed(lambda: undo(changed, by=None))
        yield _result("registry: undo 10,000 changes", seconds, 30)


@contextmanager
def _database() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="guatu-bench-") as folder:
        Path(folder).chmod(0o711)
        cluster = start_cluster(choose_place(find_binaries(), Path(folder)))
        os.environ |= {"DATABASE_URL": cluster.url, "DJANGO_SETTINGS_MODULE": "guatu.site.settings"}
        os.environ |= {
            "GUATU_LEDGER_KEY": f"{folder}/ledger-key",
            "GUATU_LEDGER_CHECKPOINTS": f"{folder}/checkpoints",
        }
        django.setup()
        resolve_name("django.core.management:call_command")("migrate", interactive=False, verbosity=0)
        try:
            yield
        finally:
            resolve_name("django.db:connections").close_all()
            resolve_name("django.db:connection").close_pool()
            cluster.stop()


def _table(raise_capital: int) -> bytes:
    made = resolve_name("guatu.zone.enterprises.demo.entities:make_enterprises")(ROWS, AS_OF)
    lines: list[Sequence[Cell]] = []
    for values in made:
        values["registered_capital"] = (values["registered_capital"] or 0) + raise_capital
        lines.append([values[name] for name in FIELDS])
    return workbook("清单", HEADS, lines)


class _Import(Protocol):
    counts: dict[str, int]


class _Client(Protocol):
    def force_login(self, user: object) -> None: ...


def _previewer() -> Callable[[bytes], _Import]:
    registry = resolve_name("guatu.zone.enterprises.registry:ENTERPRISES")
    act = _act("preview_import")
    handed_in = {"name": "x.xlsx", "source": "bench", "as_of": AS_OF, "by": None}
    return lambda content: cast("_Import", act(registry, content=content, **handed_in))


def _act(name: str) -> Callable[..., object]:
    # Models exist only once Django is set up, so what uses them is looked up by its name.
    found: Callable[..., object] = resolve_name(f"guatu.kernel.registry.actions:{name}")
    return found


def _copy() -> float:
    connection = resolve_name("django.db:connection")
    with connection.cursor() as cursor:
        columns = "name, uscc, search_text, established_on, provenance"
        cursor.execute(f"CREATE TABLE bare AS SELECT {columns} FROM enterprises_enterprise LIMIT 0")
        cursor.execute(f"SELECT {columns} FROM enterprises_enterprise")
        rows = cursor.fetchall()
    buffer = io.StringIO()
    started = time.perf_counter()
    for row in rows:
        buffer.write("\t".join("\\N" if cell is None else str(cell) for cell in row) + "\n")
    with connection.cursor() as cursor, cursor.copy(f"COPY bare ({columns}) FROM STDIN") as copy:
        copy.write(buffer.getvalue())
    return time.perf_counter() - started


def _pages() -> Iterator[Result]:
    connection = resolve_name("django.db:connection")
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    _seal()
    resolve_name("django.conf:settings").ALLOWED_HOSTS = ["testserver"]
    client = resolve_name("django.test:Client")()
    _sign_in(client)
    pk = resolve_name("guatu.zone.enterprises.models:Enterprise").objects.first().pk
    base = "/registries/enterprises/"
    floor = _p95(lambda: client.get("/sign-in/"))
    for what, address in (
        ("list", base),
        ("list, filtered and sorted", f"{base}?status=in_business&section=C&sort=-registered_capital"),
        ("search by initials", f"{base}?q=xycy"),
        ("search by two characters", f"{base}?q=机械"),
        ("one enterprise", f"{base}{pk}"),
        ("history of one enterprise", f"{base}{pk}/history"),
        ("possible duplicates", f"{base}duplicates"),
        ("map beside its list", f"{base}map"),
        ("open list", "/open/enterprises/"),
        ("open list, searched", "/open/enterprises/?q=机械"),
    ):
        value = _p95(partial(client.get, address))
        yield Result(
            f"registry page: {what} (p95, one client in process)",
            value,
            "ms",
            "< 100",
            "a redirection through the same middleware",
            floor,
            value / floor,
            RUNS,
        )


def _seal() -> None:
    # As the sealer does every minute: what waits for it is looked through one by one.
    notary = resolve_name("guatu.kernel.ledger.installation:own_notary")()
    with resolve_name("guatu.kernel.ledger.installation:own_connection")() as own:
        resolve_name("guatu.kernel.ledger.sealing:seal_all")(own, notary)


def _sign_in(client: _Client) -> None:
    action = resolve_name("guatu.kernel.ledger.context:action")
    with action("bench.prepare", by=None):
        user = resolve_name("django.contrib.auth.models:User").objects.create_user("bench")
        group, _is_new = resolve_name("django.contrib.auth.models:Group").objects.get_or_create(name="staff")
        user.groups.add(group)
        client.force_login(user)


def _p95(ask: Callable[[], object]) -> float:
    ask()
    times = [_timed(ask)[0] * 1000 for _run in range(RUNS)]
    return statistics.quantiles(times, n=20)[18]


def _timed(do: Callable[[], T]) -> tuple[float, T]:
    started = time.perf_counter()
    done = do()
    return time.perf_counter() - started, done


def _result(name: str, seconds: float, goal: int, peer: str = "", floor: float | None = None) -> Result:
    ratio = seconds / floor if floor else None
    return Result(name, seconds, "s", f"< {goal}", peer, floor, ratio)
