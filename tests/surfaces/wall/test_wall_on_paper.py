"""What stands on a sheet of the wall, and in the file that opens anywhere?"""

import re
from dataclasses import replace
from datetime import date

import pypdfium2
import pytest
from django.urls import reverse
from example_year import make_year

from guatu.base import clock
from guatu.kernel.ledger.sealing import seal
from guatu.site.wall_command import run
from guatu.surfaces.wall.board import compose
from guatu.surfaces.wall.paper import PAPERS, set_wall
from guatu.surfaces.wall.paper.composing import INKS, Proof, compose_sheet, drawn_light
from tests.ambient_action import empty_ledger

INCOME = "技工贸总收入"
MM = 72 / 25.4


@pytest.fixture(scope="module")
def sheet():
    proof = Proof("http://127.0.0.1/wall/?day=2019-06-30", clock.now(), 4125, "cm9vdA==")
    return compose_sheet(compose(make_year()), (), proof, past=False)


def pages(pdf: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [re.sub(r"\s+", "", page.get_textpage().get_text_range()) for page in document]


@pytest.mark.parametrize(("key", "count"), [("a0", 1), ("a3", 1)])
def test_the_sheet_has_its_size_and_everything_on_one_page(sheet, key, count):
    paper = PAPERS[key]
    pdf = set_wall(paper, sheet, form="pdf", moment=0)
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) == count
    width, height = document[0].get_size()
    assert (round(width / MM), round(height / MM)) == (paper.width, paper.height)
    [words] = pages(pdf)
    for line in make_year().sections[1:]:
        assert line.title in words
    assert "1,584.6亿元" in words
    assert "4,125" in words
    assert "cm9vdA==" in words


def test_every_target_of_every_line_stands_on_it_by_name(sheet):
    [words] = pages(set_wall(PAPERS["a0"], sheet, form="pdf", moment=0))
    for line in sheet["lines"]:
        for target in line["targets"]:
            assert re.sub(r"\s+", "", target["name"]) in words


def test_a_wall_of_too_many_lines_still_fits_one_sheet():
    year = make_year()
    more = tuple(replace(s, pk=s.pk + 100, label=f"{s.pk + 10}.") for s in year.sections[1:])
    twice = replace(year, sections=(*year.sections, *more))
    sheet = compose_sheet(compose(twice), (), Proof("", clock.now()), past=True)
    assert len(pages(set_wall(PAPERS["a3"], sheet, form="pdf", moment=0))) == 1


def test_its_typeface_is_in_the_file_and_nothing_is_a_picture_of_points(sheet):
    pdf = set_wall(PAPERS["a0"], sheet, form="pdf", moment=0)
    assert b"NotoSansSC" in pdf
    assert b"/Subtype/Image" not in pdf.replace(b" ", b"")
    svg = set_wall(PAPERS["a3"], sheet, form="svg", moment=0).decode()
    assert svg.startswith("<svg")
    assert "<text" not in svg


def test_the_same_wall_is_the_same_file(sheet):
    assert set_wall(PAPERS["a3"], sheet, form="pdf", moment=0) == set_wall(
        PAPERS["a3"], sheet, form="pdf", moment=0
    )


def test_a_light_on_paper_needs_no_style_sheet():
    for name, ink in INKS.items():
        drawn = drawn_light(name)
        assert ink in drawn
        assert "currentColor" not in drawn
        assert "xmlns=" in drawn


@pytest.fixture
def reader(client, leader, today, plan, figures):
    figures(f"{INCOME},2019年1-5月,1501.9,亿元,9.5,1372", published_on=date(2019, 6, 18))
    figures(f"{INCOME},2019年1-6月,1875.8,亿元,10,1705.8", published_on=date(2019, 7, 16))
    client.force_login(leader)
    return client


@pytest.mark.django_db
def test_a_sheet_of_a_past_day_says_what_was_known_then(reader):
    answer = reader.get(reverse("wall:wall"), {"print": "a3", "day": "2019-06-30"})
    assert answer["Content-Type"] == "application/pdf"
    assert "2019-06-30.a3.pdf" in answer["Content-Disposition"]
    [words] = pages(answer.content)
    assert "1,501.9" in words
    assert "1,875.8" not in words
    assert "2019年6月30日" in words


@pytest.mark.django_db
def test_only_the_papers_that_there_are_are_printed(reader):
    assert reader.get(reverse("wall:wall"), {"print": "a9"}).status_code == 404
    drawing = reader.get(reverse("wall:wall"), {"print": "a4", "as": "svg"})
    assert drawing["Content-Type"] == "image/svg+xml"


@pytest.mark.django_db
def test_the_file_that_opens_anywhere_asks_nothing_of_anybody(reader):
    page = reader.get(reverse("wall:wall"), {"print": "html"}).content.decode()
    assert "1,875.8" in page
    assert "<script" not in page
    assert not re.search(r'(?:src|srcset)="|@import|url\((?!data:|#)', page)
    assert not re.search(r'href="/', page)
    assert 'href="http://testserver/wall/targets/' in page


@pytest.fixture
def own_ledger(transactional_db, tmp_path, settings):
    """A ledger that begins with this test, under a key of its own."""
    settings.LEDGER_KEY, settings.LEDGER_CHECKPOINTS = tmp_path / "key", tmp_path / "checkpoints"
    empty_ledger()


def test_a_file_written_by_hand_carries_the_checkpoint(own_ledger, plan, today, tmp_path, capsys):
    checkpoint = seal()
    assert checkpoint is not None
    file = tmp_path / "wall.html"
    assert run(["snapshot", str(file)]) == 0
    page = file.read_text("utf-8")
    assert checkpoint.text() in page
    assert "<a" in page
    assert not re.search(r"<a[^>]* href=", page)


@pytest.mark.django_db
def test_a_sheet_can_be_written_by_hand(tmp_path, plan, today):
    file = tmp_path / "wall.svg"
    assert run(["print", str(file), "--paper", "a3", "--language", "zh-hans"]) == 0
    assert file.read_bytes().startswith(b"<svg")
