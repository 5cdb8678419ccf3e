import pytest
from saying import targets


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("财政收入达到20亿元", "="),
        ("财政收入达到20亿元以上", ">="),
        ("空气优良率不低于80%", ">="),
        ("能耗至少降低3%", ">="),
        ("失业率控制在4.5%以内", "<="),
        ("失业率低于4.6%", "<="),
        ("居民消费价格涨幅3%左右", "~"),
        ("总投资约30亿元", "~"),
        ("市场主体总量突破1万家", ">"),
        ("高新技术企业超200家", ">"),
        ("减轻负担8000多亿元", ">"),
        ("产业项目新签约20个", "="),
    ],
)
def test_comparator(text: str, comparator: str) -> None:
    (found,) = targets(text)
    assert found.comparator == comparator
