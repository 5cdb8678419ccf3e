"""Which benchmarks are there, and how do they run? `./run bench [NAME …] [--json FILE]`"""

import argparse
import json
import pkgutil
import sys
import traceback
from collections.abc import Iterator, Sequence
from importlib import import_module
from pathlib import Path

from bench.result import Result

FOLDER = Path(__file__).parent
PREFIX = "bench_"


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the named benchmarks, or all; returns 1 if one broke, 2 if one is not there."""
    parser = argparse.ArgumentParser(prog="./run bench", description=f"benchmarks: {', '.join(names())}")
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--json", type=Path, metavar="FILE", help="also write all results into one file")
    wanted = parser.parse_args(arguments)
    unknown = sorted(set(wanted.names) - set(names()))
    if unknown:
        print(
            f"no benchmark is called {', '.join(unknown)}; there are: {', '.join(names())}", file=sys.stderr
        )
        return 2
    results: list[Result] = []
    broken = [name for name in wanted.names or names() if not _run(name, results)]
    if wanted.json:
        text = json.dumps([result.as_json() for result in results], ensure_ascii=False, indent=1)
        wanted.json.write_text(text + "\n", "utf-8")
    if broken:
        print(f"broken: {', '.join(broken)}", file=sys.stderr)
    return 1 if broken else 0


def names() -> list[str]:
    """The benchmarks that are there: `bench_reading.py` is called reading."""
    found = (module.name for module in pkgutil.iter_modules([str(FOLDER)]))
    return sorted(name.removeprefix(PREFIX) for name in found if name.startswith(PREFIX))


def _run(name: str, results: list[Result]) -> bool:
    try:
        for result in _measure(name):
            print(result.as_line())
            print(json.dumps(result.as_json(), ensure_ascii=False), flush=True)
            results.append(result)
    except Exception:  # one broken benchmark must not hide the others
        traceback.print_exc()
        return False
    return True


def _measure(name: str) -> Iterator[Result]:
    yield from import_module(f"bench.{PREFIX}{name}").measure()


if __name__ == "__main__":
    raise SystemExit(main())
