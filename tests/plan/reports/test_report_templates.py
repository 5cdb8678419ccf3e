"""Does a template do nothing but name words, whatever somebody writes into it?"""

import io
import zipfile

import pytest
from django.utils import translation
from docx import Document

from guatu.base.errors import Refused
from guatu.plan.reports.actions import hand_in_template, reset_template
from guatu.plan.reports.making import template_bytes
from guatu.plan.reports.models import TemplateVersion
from guatu.plan.reports.queries import current_template
from guatu.plan.reports.word import without_time
from guatu.plan.reports.word.checking import environment, problems_of
from guatu.plan.reports.word.template import built_in_template

HOSTILE = (
    "{{ ''.__class__.__mro__[1].__subclasses__() }}",
    "{{ title.__class__ }}",
    "{{ title|attr('__class__') }}",
    "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
    "{{ self._TemplateReference__context }}",
    "{{ 7*7 }}",
    "{{ lipsum() }}",
    "{% for i in range(100000) %}{% for j in range(100000) %}x{% endfor %}{% endfor %}",
    "{% set x = title %}",
    "{% include '/etc/passwd' %}",
    "{% import 'os' as os %}",
    "{% macro f() %}{{ f() }}{% endmacro %}",
    "{% if title.__class__ %}x{% endif %}",
    "{{ title['__class__'] }}",
    "{%p if 1 > 0 %}",
    "{{r title|safe }}",
)


def changed(text="", at="", member="", content=b"", rename=None):
    """The built-in template with a paragraph more, with words exchanged, or with a member more."""
    document = Document(io.BytesIO(built_in_template()))
    if text:
        document.add_paragraph(text)
    if at:
        old, new = at
        for paragraph in document.paragraphs:
            if old in paragraph.text:
                paragraph.text = paragraph.text.replace(old, new)
    saved = io.BytesIO()
    document.save(saved)
    if member:
        with zipfile.ZipFile(saved, "a") as package:
            package.writestr(member, content)
    return saved.getvalue()


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def test_the_built_in_template_is_a_good_one():
    assert problems_of(built_in_template()) == []
    assert without_time(built_in_template()) == built_in_template()


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_but_names_is_let_through(text):
    found = [str(problem) for problem in problems_of(changed(text))]
    assert found
    assert any("is no placeholder" in said for said in found)


HARMLESS = ("SecurityError", "UndefinedError", "TemplateSyntaxError", "TypeError")


@pytest.mark.parametrize("text", HOSTILE)
def test_the_sandbox_holds_by_itself(text):
    """Even what the check would let through by mistake reaches nothing."""
    said = rendered(text.replace("{%p", "{%").replace("{{r", "{{"))
    assert said in (*HARMLESS, "49", "", "标题") or "<class" not in said
    assert not any(sign in said for sign in ("uid=", "root:", "<class", "xxxx"))


def rendered(text):
    try:
        return environment().from_string(text).render(title="标题")
    except Exception as refused:
        return type(refused).__name__


def test_a_fault_is_said_with_its_place():
    found = problems_of(changed("主送：{{ nobody_knows }}"))
    assert len(found) == 1
    assert "nobody_knows" in found[0].sentence
    assert found[0].place.startswith("text, paragraph ")
    assert "主送" in found[0].place


def test_all_faults_at_once():
    found = problems_of(changed("{{ nobody }} {{ knows }} }}"))
    assert len(found) == 3


@pytest.mark.parametrize(
    ("template", "says"),
    [
        (b"no zip", "plain text"),
        (b"", "empty"),
        (built_in_template()[:2000], "damaged"),
        (changed(member="word/vbaProject.bin", content=b"x"), "macros"),
        (changed(member="word/activeX/activeX1.xml", content=b"<x/>"), "controls"),
        (changed("", at=("{{ body }}", "正文：{{ body }}")), "alone in its paragraph"),
        (changed("", at=("{{ body }}", "")), "“{{ body }}” is missing"),
        (changed("{% if mark %}"), "do not fit together"),
        (
            changed(
                member="word/_rels/more.xml.rels",
                content=b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
                b'<Relationship Id="r1" Type="http://x/image" Target="http://example.com/a.png" '
                b'TargetMode="External"/></Relationships>',
            ),
            "leads outside",
        ),
    ],
)
def test_refused(template, says):
    assert says in " ".join(map(str, problems_of(template)))


def test_a_missing_style_is_said():
    document = Document(io.BytesIO(built_in_template()))
    style = document.styles["GuatuBody"].element
    style.getparent().remove(style)
    saved = io.BytesIO()
    document.save(saved)
    assert "GuatuBody" in " ".join(map(str, problems_of(saved.getvalue())))


def test_versions_are_kept_and_the_built_in_one_comes_back(supervisor):
    own = changed("经办：{{ contact }}")
    made = hand_in_template("模板.docx", own, by=supervisor, note="加经办")
    assert current_template() == made
    assert template_bytes(current_template()) == own
    with pytest.raises(Refused, match="nobody"):
        hand_in_template("模板.docx", changed("{{ nobody }}"), by=supervisor)
    assert current_template() == made
    reset_template(by=supervisor)
    assert current_template() is None
    assert template_bytes(None) == built_in_template()
    assert TemplateVersion.objects.count() == 2
