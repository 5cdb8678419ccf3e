"""How well and how fast are plans read, beside a one-line regular expression and a public money parser?

Quality is scored by the scorer that lies with the annotated texts, which are not part of the repository;
where they are absent the quality rows are left out and only speed is measured, on the demonstration plan.
"""

import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from bench.result import Result
from guatu.plan.reading import read

REPOSITORY = Path(__file__).resolve().parent.parent
SHARED = REPOSITORY.parent / "shared"
OWN_GOLD = REPOSITORY / "tests" / "plan" / "reading" / "gold"
SEED_WINDOW = ["105:8384"]
DEMO_PLAN = REPOSITORY / "src" / "guatu" / "site" / "demo" / "plan_2019.txt"
RUNS = 7

Reader = Callable[[str], list[dict[str, Any]]]
Score = dict[str, Any]

ONE_LINE = re.compile(
    r"(?P<subject>[\u4e00-\u9fff]{2,10}?)(?:达到|实现|完成|增长|突破)?"
    r"(?P<number>\d+(?:\.\d+)?)(?P<unit>亿美元|亿元|万元|万亩|公里|%|家|个|件|亩|人|户|条)(?P<least>以上)?"
)
SCALES = {
    "亿元": ("CNY", 10**8),
    "亿美元": ("USD", 10**8),
    "万元": ("CNY", 10**4),
    "%": ("percent", 1),
    "亩": ("mu", 1),
    "万亩": ("mu", 10**4),
    "公里": ("km", 1),
    "人": ("person", 1),
}


def measure() -> Iterator[Result]:
    """Quality rows where the annotated texts are at hand, then speed."""
    if (SHARED / "gold").is_dir():
        yield from _quality()
    yield from _speed()


def _quality() -> Iterator[Result]:
    seed = SHARED / "seed" / "changsha-etdz-plan-2019.txt"
    gold = SHARED / "gold"
    ours = _score(_guatu, seed, gold / "seed.jsonl", SEED_WINDOW, exhaustive=True)
    line = _score(_one_line, seed, gold / "seed.jsonl", SEED_WINDOW, exhaustive=True)
    yield Result(
        "targets of the seed read exactly",
        ours["exact"],
        "of 47",
        "≥ 47",
        "one-line pattern",
        line["exact"],
        note=f"{ours['spurious']} spurious, the pattern {line['spurious']}",
    )
    yield from _corpus("shared gold", gold, json.loads((gold / "windows.json").read_text("utf-8")), 0.92)
    windows: dict[str, list[dict[str, int]]] = {}
    for file in sorted(OWN_GOLD.glob("windows_*.json")):
        windows |= json.loads(file.read_text("utf-8"))
    yield from _corpus("own gold", OWN_GOLD, windows, 0.90)


def _corpus(name: str, gold: Path, windows: dict[str, list[dict[str, int]]], goal: float) -> Iterator[Result]:
    readers: dict[str, Reader] = {"Guatu": _guatu, "one-line pattern": _one_line}
    if find_spec("jionlp"):
        readers["JioNLP money parser"] = _money_parser()
    scores = {
        reader_name: {
            document: _score(
                reader,
                SHARED / "corpus" / "dev" / f"{document}.txt",
                gold / f"{document}.jsonl",
                [f"{w['start']}:{w['end']}" for w in places],
            )
            for document, places in windows.items()
        }
        for reader_name, reader in readers.items()
    }
    ours = _pooled(scores["Guatu"])
    for peer in [key for key in scores if key != "Guatu"]:
        value = _pooled(scores[peer])
        yield Result(
            f"tuple F1, {name} pooled",
            ours,
            "",
            f"≥ {goal}",
            peer,
            value,
            round(ours / value, 2) if value else None,
            note=f"{len(windows)} documents",
        )
    worst = min(scores["Guatu"], key=lambda document: float(scores["Guatu"][document]["tuple_f1"]))
    yield Result(
        f"tuple F1, {name} worst document",
        scores["Guatu"][worst]["tuple_f1"],
        "",
        "≥ 0.85",
        "one-line pattern",
        scores["one-line pattern"][worst]["tuple_f1"],
        note=worst,
    )


def _score(reader: Reader, text: Path, gold: Path, windows: list[str], *, exhaustive: bool = False) -> Score:
    decoded = text.read_bytes().decode("utf-8")
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump({"targets": reader(decoded)}, file)
        file.flush()
        command = [sys.executable, str(SHARED / "tools" / "score_reader.py"), str(gold), file.name]
        command += [word for window in windows for word in ("--window", window)]
        command += ["--exhaustive"] * exhaustive
        done = subprocess.run(command, check=True, capture_output=True, text=True)
    result: Score = json.loads(done.stdout.strip().splitlines()[-1])
    return result


def _pooled(scores: dict[str, Score]) -> float:
    exact: int = sum(s["exact"] for s in scores.values())
    given: int = sum(s["hit"] + s["spurious"] for s in scores.values())
    wanted: int = sum(s["targets"] for s in scores.values())
    return round(2 * exact / max(1, given + wanted), 4)


def _guatu(text: str) -> list[dict[str, Any]]:
    targets: list[dict[str, Any]] = json.loads(json.dumps(read(text).to_dict()["targets"]))
    return targets


def _one_line(text: str) -> list[dict[str, Any]]:
    return [
        _peer_target(
            match.start("number"),
            match.end("unit"),
            match["subject"],
            float(match["number"]),
            *SCALES.get(match["unit"], (f"count:{match['unit']}", 1)),
            match["least"] is not None,
        )
        for match in ONE_LINE.finditer(text)
    ]


def _money_parser() -> Reader:
    jionlp: Any = __import__("jionlp")

    def parse(text: str) -> list[dict[str, Any]]:
        found = jionlp.ner.extract_money(text, with_parsing=True)
        return [target for money in found for target in _money_target(text, money)]

    return parse


def _money_target(text: str, money: dict[str, Any]) -> Iterator[dict[str, Any]]:
    start, end = money["offset"]
    number = money["detail"]["num"]
    amount = number[0] if isinstance(number, list) else number
    currency = {"元": "CNY", "美元": "USD"}.get(str(money["detail"]["case"]), str(money["detail"]["case"]))
    yield _peer_target(
        start,
        end,
        text[max(0, start - 8) : start],
        float(amount),
        currency,
        1,
        "以上" in text[start : end + 2],
    )


def _peer_target(
    start: int, end: int, subject: str, value: float, unit: str, scale: int, at_least: bool
) -> dict[str, Any]:
    counted = unit.startswith("count:")
    return {
        "start": start,
        "end": end,
        "text": "0",
        "subject": subject,
        "value_norm": value * scale,
        "value_hi": None,
        "unit_norm": unit,
        "comparator": ">=" if at_least else "=",
        "parent": None,
        "kind": "growth" if unit == "percent" else "count" if counted else "level",
    }


def _speed() -> Iterator[Result]:
    text = DEMO_PLAN.read_text("utf-8")
    ours = _milliseconds(lambda: read(text)) / len(text) * 10_000
    floor = _milliseconds(lambda: list(ONE_LINE.finditer(text))) / len(text) * 10_000
    yield Result(
        "reading 10,000 characters",
        round(ours, 2),
        "ms",
        "< 60",
        "one-line pattern",
        round(floor, 2),
        round(ours / floor, 1),
        RUNS,
        "median, as a library",
    )
    command = [str(Path(sys.executable).parent / "guatu"), "read", str(DEMO_PLAN), "--json"]
    whole = _milliseconds(lambda: subprocess.run(command, check=True, stdout=subprocess.DEVNULL)) / 1000
    start = _milliseconds(lambda: subprocess.run([sys.executable, "-c", ""], check=True)) / 1000
    yield Result(
        "the command guatu read",
        round(whole, 3),
        "s",
        "< 0.5",
        "an empty Python",
        round(start, 3),
        round(whole / start, 1),
        RUNS,
        f"{len(text):,} characters",
    )


def _milliseconds(work: Callable[[], object]) -> float:
    work()
    times = []
    for _ in range(RUNS):
        begun = time.perf_counter()
        work()
        times.append(time.perf_counter() - begun)
    return statistics.median(times) * 1000
