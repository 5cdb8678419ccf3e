import pytest
from saying import targets


def _parents(text: str) -> list[str | None]:
    return [text[one.parent.start : one.parent.end] if one.parent else None for one in targets(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("财政总收入187亿元,其中工商税收155亿元;投资280亿元", [None, "187亿元", None]),
        ("财政总收入187亿元,其中工商税收155亿元,社会投资280亿元", [None, "187亿元", None]),
        ("铺排项目100个(其中子项目65个),绿化项目20个", [None, "100个", None]),
        ("营造林40万亩、其中南山20万亩,修复草原22万亩", [None, "40万亩", None]),
        ("赤字12亿元,比去年增加4亿元,其中中央赤字8亿元,地方赤字4亿元", [None, None, "12亿元", "12亿元"]),
        (
            "总值增长31%,达到360亿元。其中一产36亿元,增长11%;二产218亿元",
            [None, None, "360亿元", "31%", "360亿元"],
        ),
        ("收入94亿元、增长6%,其中税收60亿元、增长11%", [None, None, "94亿元", "6%"]),
    ],
)
def test_parent(text: str, expected: list[str | None]) -> None:
    assert _parents(text) == expected
