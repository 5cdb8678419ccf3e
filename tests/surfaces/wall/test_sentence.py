from guatu.surfaces.wall.sentence import sentence_around

TEXT = "狠抓项目。今年实现总收入3908亿元,其中产值2550亿元;财政收入187亿元。\n下一段。"


def around(words: str) -> tuple[str, str, str]:
    start = TEXT.index(words)
    found = sentence_around(TEXT, start, start + len(words))
    return found.before, found.item, found.after


def test_the_statement_that_the_item_stands_in():
    assert around("3908亿元") == ("今年实现总收入", "3908亿元", ",其中产值2550亿元;")
    assert around("187亿元") == ("财政收入", "187亿元", "。")


def test_a_line_break_ends_a_sentence():
    assert around("下一段") == ("", "下一段", "。")


def test_a_very_long_sentence_is_cut_on_both_sides():
    text = "前" * 500 + "目标" + "后" * 500
    found = sentence_around(text, 500, 502)
    assert found.before.startswith("…")
    assert found.after.endswith("…")
    assert len(found.before) + len(found.after) < 400
