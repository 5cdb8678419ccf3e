"""Is an item of an amended document known again, and nothing else taken for it?"""

from hypothesis import given
from hypothesis import strategies as st

from guatu.plan.matching import Fingerprint, match

SENTENCE = "新增市级以上试点示范企业15家以上,新增规模以上工业企业20家以上,新认定高新技术企业30家。"


def target(subject, text, sentence=SENTENCE, start=0):
    return Fingerprint("target", text, subject, sentence, start)


def test_a_changed_figure_is_the_same_target():
    new = SENTENCE.replace("20家", "25家")
    old_items = [target("市级以上试点示范企业", "15家"), target("规模以上工业企业", "20家")]
    new_items = [target("规模以上工业企业", "25家", new), target("市级以上试点示范企业", "15家", new)]
    assert match(old_items, new_items) == {0: 1, 1: 0}


def test_a_new_promise_does_not_take_over_the_identity_of_another():
    new = "新增市级以上试点示范企业15家以上,建成人才公寓500套。"
    assert match([target("高新技术企业", "30家")], [target("人才公寓", "500套", new)]) == {}


def test_kinds_are_not_mixed():
    task = Fingerprint("task", "新认定高新技术企业30家", "", SENTENCE, 0)
    assert match([task], [target("高新技术企业", "30家")]) == {}


def test_repeated_words_keep_their_order():
    old = [target("项目", "5个", start=1), target("项目", "5个", start=50)]
    new = [target("项目", "5个", start=90), target("项目", "5个", start=7)]
    assert match(old, new) == {0: 1, 1: 0}


WORDS = st.sampled_from(["甲", "乙", "丙丁", "规模工业总产值", "高新技术企业"])
PRINTS = st.lists(
    st.builds(Fingerprint, st.sampled_from(["target", "task"]), WORDS, WORDS, WORDS, st.integers(0, 99)),
    max_size=12,
)


@given(PRINTS)
def test_a_document_matches_itself_whole(items):
    found = match(items, items)
    assert sorted(found) == list(range(len(items)))
    assert sorted(found.values()) == list(range(len(items)))


@given(PRINTS, PRINTS)
def test_no_new_item_is_taken_twice(old, new):
    found = match(old, new)
    assert len(set(found.values())) == len(found)
    assert all(old[i].kind == new[j].kind for i, j in found.items())
