"""Are the eight lights told apart by shape, and does each say its reason?"""

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError

from guatu.surfaces.desk.templatetags.lights import SIZES, light, light_names


def test_there_are_eight_lights_and_each_has_a_shape_of_its_own():
    shapes = {re.sub(r"<svg[^>]*>|<title>.*?</title>", "", light(name)) for name in light_names()}
    assert len(shapes) == len(light_names()) == 8


def test_open_rings_for_what_is_not_known_and_solid_shapes_for_what_is():
    hollow = {name for name in light_names() if 'fill="currentColor"' not in light(name)}
    assert hollow == {"stale", "not_started", "broken"}  # a cross has no inside


@pytest.mark.parametrize("size", SIZES)
def test_the_reason_is_heard_and_shown(size):
    drawn = light("behind", reason="差 12 个百分点", size=size)
    assert f'width="{size}"' in drawn
    assert drawn.count("差 12 个百分点") == 2
    assert 'role="img"' in drawn


def test_a_reason_is_text_and_never_markup():
    drawn = Template("{% load lights %}{% light 'kept' reason=reason size=12 %}").render(
        Context({"reason": "<script>alert(1)</script>"})
    )
    assert "<script>" not in drawn


def test_an_unknown_light_is_a_mistake():
    with pytest.raises(TemplateSyntaxError):
        light("purple")
