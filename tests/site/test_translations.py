"""Every text that people see is there in both languages."""

import re

import pytest
from babel.messages.catalog import Message

from guatu.site.folders import CHECKOUT
from guatu.site.translations import collect, is_translated, read_catalog, texts_of
from guatu.surfaces.desk.words import review_words

# A space between Chinese and Latin is made by the style sheet; Chinese sentences have full-width marks.
HANZI = "[\u4e00-\u9fff]"
TYPED_SPACE = re.compile(rf"{HANZI} [\w%{{]|[\w}}] {HANZI}")
NARROW_MARK = re.compile(rf"{HANZI}[,;:!()]|[,;:!()]{HANZI}|{HANZI}\.$")


def key(message):
    return (message.id if isinstance(message.id, str) else message.id[0]), message.context


def test_everything_that_people_see_is_translated():
    translated = {key(message) for message in read_catalog() if message.id and is_translated(message)}
    missing = [key(message) for message in collect() if message.id and key(message) not in translated]
    assert missing == [], "run `guatu messages` and fill in the Chinese catalogue"


def test_no_translation_is_left_over():
    wanted = {key(message) for message in collect()}
    assert [key(message) for message in read_catalog() if key(message) not in wanted] == []


def test_templates_and_code_are_both_read(tmp_path):
    page = tmp_path / "templates" / "page.html"
    page.parent.mkdir()
    plural = "{% blocktranslate count n=n %}one{% plural %}many{% endblocktranslate %}"
    page.write_text('<p title="{% translate "Save" %}">\n   ' + plural, "utf-8")
    code = tmp_path / "code.py"
    code.write_text('say = _("a " "long text")\nother = pgettext("month", "May")\n', "utf-8")
    assert list(texts_of(page)) == [("Save", None), (("one", "many"), None)]
    assert list(texts_of(code)) == [("a long text", None), ("May", "month")]


def test_a_call_with_a_variable_gives_no_text(tmp_path):
    code = tmp_path / "code.py"
    code.write_text("say = _(SENTENCES[code])\nother = _(f'{code}')\n", "utf-8")
    assert list(texts_of(code)) == []


@pytest.mark.parametrize(
    ("text", "translation", "good"),
    [
        ("%(count)s of %(all)s", "%(all)s中的%(count)s", True),
        ("%(count)s of %(all)s", "%(count)s", False),
        ("%(share)s %% of it", "其中%(share)s%%", True),
        ("%(share)s %% of it", "其中%(share)s%", False),
        ("{count} chosen", "已选{number}项", False),
        ("Save", "", False),
    ],
)
def test_a_translation_keeps_the_places_of_its_values(text, translation, good):
    assert is_translated(Message(text, translation)) is good


def test_translations_are_set_as_chinese_is():
    for message in read_catalog():
        text = message.string if isinstance(message.string, str) else message.string[0]
        if message.id:
            assert not TYPED_SPACE.search(text), f"a typed space: {text}"
            assert not NARROW_MARK.search(text), f"a half-width mark: {text}"


def test_scripts_say_only_words_that_their_page_carries():
    scripts = "".join(path.read_text("utf-8") for path in (CHECKOUT / "frontend" / "review").glob("*.js"))
    said = set(re.findall(r'\bsay\("(\w+)"', scripts))
    assert len(said) > 20
    assert said - review_words().keys() == set()
