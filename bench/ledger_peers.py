"""What do others do that keep a history or a tree? Each in the shape in which its own manual shows it."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence

from pymerkle import InmemoryTree, verify_consistency, verify_inclusion

MILLION = 1_000_000
COMMITS = 50_000
LEAVES = 200_000
PGHISTORY = "pghistory_row"


def make_pghistory_table(url: str) -> None:
    """Makes the table PGHISTORY, tracked by django-pghistory: a trigger a row, a table of events."""
    subprocess.run([sys.executable, "-m", "bench.pghistory_peer", url], check=True)


def git_fsck_seconds() -> float:
    """Seconds that `git fsck` takes for a chain of a million commits, from a shorter one of COMMITS."""
    with tempfile.TemporaryDirectory(prefix="guatu-bench-git-") as folder:
        git = ["git", "-C", folder]
        subprocess.run(["git", "init", "-q", "--bare", folder], check=True)
        subprocess.run([*git, "fast-import", "--quiet"], input="".join(_commits()).encode(), check=True)
        started = time.perf_counter()
        subprocess.run([*git, "fsck", "--full"], check=True, capture_output=True)
        return (time.perf_counter() - started) * MILLION / COMMITS


def pymerkle_seconds(lines: Sequence[bytes]) -> float:
    """Seconds that pymerkle takes for a tree over a million such lines and two proofs, from one of LEAVES."""
    tree = InmemoryTree(algorithm="sha256")
    started = time.perf_counter()
    for number in range(LEAVES):
        tree.append_entry(lines[number % len(lines)])
    half = LEAVES // 2
    inclusion, consistency = tree.prove_inclusion(half, LEAVES), tree.prove_consistency(half, LEAVES)
    verify_inclusion(tree.get_leaf(half), tree.get_root(), inclusion)
    verify_consistency(tree.get_root(half), tree.get_root(), consistency)
    return (time.perf_counter() - started) * MILLION / LEAVES


def _commits() -> Iterator[str]:
    for number in range(COMMITS):
        text = f'{{"seq":{number},"relation":"firm","op":"update","after":{{"output":{number}.25}}}}'
        yield (
            f"commit refs/heads/log\ncommitter a <a@localhost> {1_500_000_000 + number} +0000\n"
            f"data {len(text)}\n{text}\n"
        )
