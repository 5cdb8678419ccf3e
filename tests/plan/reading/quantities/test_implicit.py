import pytest
from saying import all_of, targets


@pytest.mark.parametrize(
    ("text", "word", "subject", "value"),
    [
        ("确保全年不发生较大及以上安全生产事故", "不发生", "较大及以上安全生产事故", 0),
        ("推动园区企业公交网络全覆盖", "全覆盖", "园区企业公交网络覆盖率", 100),
        ("坚持合法性审查全覆盖", "全覆盖", "合法性审查覆盖率", 100),
        ("实现农民税赋“零负担”,让利于民", "零", "农民税赋", 0),
    ],
)
def test_target_without_a_numeral(text: str, word: str, subject: str, value: int) -> None:
    (found,) = targets(text)
    assert (found.text, found.subject, found.value, found.implicit) == (word, subject, value, True)


@pytest.mark.parametrize(
    "text", ["推进“十个全覆盖”工程", "坚持全覆盖、保基本", "健全覆盖城乡的体系", "去年未发生重大事故"]
)
def test_no_such_target(text: str) -> None:
    assert [one for one in all_of(text) if one.implicit] == []
