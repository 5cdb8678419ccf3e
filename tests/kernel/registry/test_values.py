"""Are the texts of cells read as they are meant, and refused in a sentence?"""

from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import User
from django.db import models

from guatu.kernel.access.classes import ALL_CLASSES, FieldClass, masked, readable_classes
from guatu.kernel.registry.declaration import FieldInfo, Kind
from guatu.kernel.registry.values import UnreadableError, problem_of, read_value


def info(field: models.Field, kind: Kind, **options) -> FieldInfo:
    field.set_attributes_from_name("it")
    return FieldInfo("it", field, kind, FieldClass.OPEN, "", (), **options)


DAY = info(models.DateField(), "day")
AMOUNT = info(models.DecimalField(max_digits=8, decimal_places=2), "number")
WHOLE = info(models.PositiveIntegerField(), "number")
FLAG = info(models.BooleanField(), "flag")
TEXT = info(models.CharField(max_length=5), "text")
CHOICE = info(models.CharField(max_length=5, choices=[("a", "Alpha"), ("b", "Beta")]), "choice")
LINK = info(models.ForeignKey(User, models.CASCADE), "link")


@pytest.mark.parametrize(
    ("field", "text", "value"),
    [
        (DAY, "2019-07-05", date(2019, 7, 5)),
        (DAY, "2019年7月5日", date(2019, 7, 5)),
        (DAY, "２０１９/7/5", date(2019, 7, 5)),
        (DAY, "20190705", date(2019, 7, 5)),
        (DAY, "2019-07-05 00:00:00", date(2019, 7, 5)),
        (AMOUNT, "1,234.50", Decimal("1234.50")),
        (WHOLE, "12", 12),
        (FLAG, "是", True),
        (FLAG, "N", False),
        (TEXT, " abc ", "abc"),
        (CHOICE, "alpha", "a"),
        (CHOICE, "b", "b"),
    ],
)
def test_a_cell_is_read(field, text, value):
    assert read_value(field, text, {}) == value


@pytest.mark.parametrize(
    ("field", "text"),
    [
        (DAY, "2019-02-31"),
        (DAY, "2019年7月"),
        (DAY, "5.7.2019"),
        (AMOUNT, "五百"),
        (AMOUNT, "12.345"),
        (AMOUNT, "99999999"),
        (WHOLE, "1.5"),
        (WHOLE, "-1"),
        (FLAG, "maybe"),
        (TEXT, "abcdef"),
        (CHOICE, "Gamma"),
        (LINK, "nobody"),
    ],
)
def test_a_cell_is_refused_in_a_sentence(field, text):
    with pytest.raises(UnreadableError) as refused:
        read_value(field, text, {"it": {"li": 1}})
    sentence = problem_of(field, refused.value, text).sentence
    assert sentence
    assert "%(" not in sentence


def test_a_text_is_tidied_before_it_is_read():
    assert read_value(info(models.CharField(max_length=3), "text", tidy=str.upper), "abc", {}) == "ABC"
    assert read_value(LINK, "Li", {"it": {"li": 7}}) == 7


def test_masking_shows_how_one_is_addressed_and_no_more():
    assert masked("王小明", FieldClass.PERSONAL) == "王•••"
    assert masked("13912345678", FieldClass.PERSONAL) == "1•••78"
    assert masked("王", FieldClass.PERSONAL) == "•••"
    assert masked("5000万元", FieldClass.COMMERCIAL) == "•••"


def test_what_is_not_kept_closely_is_read_by_all():
    assert readable_classes(()) == {FieldClass.OPEN, FieldClass.INTERNAL}
    assert readable_classes({"fields.personal", "fields.commercial", "fields.restricted"}) == ALL_CLASSES
