"""Which departments are there?"""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class Department(models.Model):
    """A department of the zone's committee, or a body that answers for items of the plan."""

    code = models.SlugField(_("code"), max_length=40, unique=True)
    name_zh = models.CharField(_("Chinese name"), max_length=80)
    name_en = models.CharField(_("English name"), max_length=120, blank=True)
    order = models.PositiveIntegerField(_("order"), default=0)

    class Meta:
        ordering = ("order", "code")
        verbose_name = _("department")
        verbose_name_plural = _("departments")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The name in the reader's language; the Chinese one where there is no other."""
        return in_language(self.name_zh, self.name_en)


def in_language(chinese: str, english: str) -> str:
    """`english` for a reader of English where there is one, else `chinese`."""
    return english if english and (get_language() or "").startswith("en") else chinese
