import pytest

from guatu.base.whole_numbers import whole_number


@pytest.mark.parametrize(("written", "said"), [("0", 0), ("007", 7), ("9" * 18, 10**18 - 1)])
def test_a_whole_number_is_read(written: str, said: int) -> None:
    assert whole_number(written) == said


@pytest.mark.parametrize("written", ["", " 1", "-1", "1.0", "1e3", "²", "１", "一", "9" * 19, "9" * 5000])
def test_what_is_none_is_not_read(written: str) -> None:
    assert whole_number(written) is None
