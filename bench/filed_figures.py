"""Writes a figure again and again, and prints when each was committed: `python -m bench.filed_figures 12`."""

import sys
import time

import django

PAUSE_S = 1.5
HEADERS = "指标,时期,数值,单位,同比增长(%),可比基数"


def main(times: int) -> None:
    """Restates one published figure so many times."""
    django.setup()
    # Django has to be set up before its models can be named.
    from guatu.base import clock  # noqa: PLC0415
    from guatu.zone.statistics.actions import apply_import, preview_import  # noqa: PLC0415

    for number in range(times):
        time.sleep(PAUSE_S)
        content = f"{HEADERS}\n技工贸总收入,2019年1-6月,{1876 + number},亿元,10,1705.8".encode()
        found = preview_import(
            name=f"bench-{number}.csv", content=content, publisher="bench", published_on=clock.today(),
            by=None, demonstration=True,
        )  # fmt: skip
        apply_import(found, by=None)
        print(time.time(), flush=True)


if __name__ == "__main__":
    main(int(sys.argv[1]))
