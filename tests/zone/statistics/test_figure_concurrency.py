from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connections
from figure_files import csv_file

from guatu.zone.statistics.actions import apply_import, preview_import
from guatu.zone.statistics.models import FigureImport, PublishedFigure, SourceDocument

pytestmark = pytest.mark.django_db(transaction=True)


def together(*actions):
    """Runs the actions at the same time, each on a connection of its own."""

    def run(action):
        try:
            return action()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(actions)) as pool:
        return list(pool.map(run, actions))


def preview(amount: int) -> FigureImport:
    content = csv_file([["规模工业总产值", "2019年1-6月", amount, "亿元"]])
    day = date(2019, 7, 15)
    return preview_import(name="a.csv", content=content, publisher="统计局", published_on=day, by=None)


def test_a_file_handed_in_twice_at_once_is_one_import():
    one, other = together(lambda: preview(1200), lambda: preview(1200))
    assert one.pk == other.pk
    assert SourceDocument.objects.count() == 1


def test_a_double_click_applies_once():
    figures = preview(1200)
    together(*[lambda: apply_import(figures, by=None)] * 4)
    assert PublishedFigure.objects.count() == 1


def test_two_words_on_one_matter_at_once_are_two_revisions():
    papers = [preview(1200), preview(1190), preview(1180)]
    together(*[lambda paper=paper: apply_import(paper, by=None) for paper in papers])
    assert sorted(PublishedFigure.objects.values_list("revision", flat=True)) == [1, 2, 3]
