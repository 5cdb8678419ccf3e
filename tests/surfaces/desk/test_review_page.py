"""Does the review page do by keyboard, selection and touch what the actions of the plan offer?"""

from decimal import Decimal

import pytest
from reviewing import PLAN, open_review, press, saved, select_text

from guatu.plan.actions.editing import edit_target
from guatu.plan.actions.importing import import_document
from guatu.plan.models import Change, ItemState, ProjectMention, Target, Task

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def review(sign_in, supervisor, plan, departments, live_server):
    return open_review(sign_in(supervisor), live_server, plan)


def target(plan, text):
    return Target.objects.get(plan=plan, text=text)


def choose(page, row):
    page.click(f"#row-{row}")
    assert page.get_attribute(f"#row-{row}", "aria-selected") == "true"


def test_both_sides_light_together(review, plan):
    income = f"target-{target(plan, '3908亿元').pk}"
    review.hover(f'[data-part="text"] [data-ids~="{income}"]')
    assert "is-hover" in review.get_attribute(f"#row-{income}", "class")
    review.click(f'[data-part="text"] [data-ids~="{income}"]')
    assert "is-current" in review.get_attribute(f"#row-{income}", "class")
    review.keyboard.press("ArrowDown")
    lit = review.locator('[data-part="text"] .is-current').all_inner_texts()
    assert lit == ["2550亿元"]


def test_enter_accepts_and_goes_on(review, plan):
    review.keyboard.press("ArrowDown")
    press(review, "Enter", "Enter", "Enter")
    accepted = Target.objects.filter(plan=plan, state=ItemState.ACCEPTED).order_by("start")
    assert [row.text for row in accepted] == ["3908亿元", "2550亿元", "1358亿元"]
    current = review.locator(".row.is-current .row-name").inner_text()
    assert current == target(plan, "187亿元").subject


def test_edit_in_place_keeps_every_field(review, plan):
    row = target(plan, "155亿元")
    choose(review, f"target-{row.pk}")
    review.keyboard.press("e")
    review.fill("#field-field_subject", "税收收入")
    review.fill("#field-field_value", "156.5")
    review.select_option("#field-field_comparator", ">=")
    press(review, "Enter")
    row.refresh_from_db()
    assert (row.subject, row.value, row.comparator) == ("税收收入", Decimal("156.5"), ">=")
    assert "156.5" in review.inner_text(f"#row-target-{row.pk}")


def test_a_value_that_is_no_number_is_said_at_its_field(review, plan):
    row = target(plan, "155亿元")
    choose(review, f"target-{row.pk}")
    review.keyboard.press("e")
    review.fill("#field-field_value", "many")
    review.keyboard.press("Enter")
    assert review.get_attribute("#field-field_value", "aria-invalid") == "true"
    assert not Change.objects.filter(plan=plan, verb="edit").exists()


def test_discard_asks_why_and_restore_takes_it_back(review, plan):
    row = target(plan, "7亿美元")
    choose(review, f"target-{row.pk}")
    review.keyboard.press("x")
    press(review, "5")
    row.refresh_from_db()
    assert row.state == ItemState.DISCARDED
    assert row.discard_reason
    choose(review, f"target-{row.pk}")
    press(review, "r")
    row.refresh_from_db()
    assert row.state == ItemState.PROPOSED


def test_undo_and_redo(review, plan):
    row = target(plan, "3908亿元")
    choose(review, f"target-{row.pk}")
    press(review, "Enter")
    press(review, "u")
    row.refresh_from_db()
    assert row.state == ItemState.PROPOSED
    press(review, "Control+y")
    row.refresh_from_db()
    assert row.state == ItemState.ACCEPTED
    press(review, "Control+z")
    row.refresh_from_db()
    assert row.state == ItemState.PROPOSED


def test_selected_words_become_items(review, plan):
    select_text(review, "压缩审批时间")
    Task.objects.filter(plan=plan, text="压缩审批时间").delete()
    press(review, "t")
    added = Target.objects.get(plan=plan, text__startswith="压缩审批")
    assert added.origin == "added"
    assert review.is_visible(f"#row-target-{added.pk}")
    select_text(review, "园区规划编制")
    press(review, "p")
    assert ProjectMention.objects.get(plan=plan, text="园区规划编制").origin == "added"


def test_selection_over_several_stretches_keeps_its_offsets(review, plan):
    words = "规模工业总产值2550亿元,现代服务业"
    select_text(review, words)
    press(review, "k")
    assert Task.objects.get(plan=plan, origin="added").text == words


def test_split_and_join(review, plan):
    row = Task.objects.filter(plan=plan, text__startswith="组织50家").get()
    choose(review, f"task-{row.pk}")
    review.keyboard.press("s")
    press(review, "Enter")
    assert Task.objects.filter(plan=plan, start__gte=row.start, end__lte=row.end).count() == 2
    first = Task.objects.filter(plan=plan, start=row.start).get()
    choose(review, f"task-{first.pk}")
    press(review, "j")
    joined = Task.objects.get(plan=plan, start=row.start)
    assert joined.end == row.end


def test_measure_is_searched_and_bound(review, plan):
    row = target(plan, "7亿美元")
    choose(review, f"target-{row.pk}")
    review.keyboard.press("m")
    review.keyboard.type("到位外资")
    box = review.locator(".chooser-list:visible").bounding_box()
    assert review.evaluate(
        "([x, y]) => Boolean(document.elementFromPoint(x, y).closest('.chooser-list'))",
        [box["x"] + 20, box["y"] + 8],
    )
    review.keyboard.press("Enter")
    press(review, "Enter")
    row.refresh_from_db()
    assert row.measure
    assert row.measure_confirmed


def test_assign_by_keyboard(review, plan, departments):
    row = target(plan, "187亿元")
    choose(review, f"target-{row.pk}")
    review.keyboard.press("a")
    review.keyboard.type("财政")
    review.keyboard.press("Enter")
    press(review, "Enter")
    row.refresh_from_db()
    assert row.lead == departments[1]


def test_accept_the_rest_of_a_section_is_one_change(review, plan):
    choose(review, f"target-{target(plan, '3908亿元').pk}")
    press(review, "Shift+Enter")
    assert Change.objects.filter(plan=plan, verb="accept_all").count() == 1
    assert not Target.objects.filter(plan=plan, section=None, state=ItemState.PROPOSED).exists()
    press(review, "u")
    assert not Target.objects.filter(plan=plan, state=ItemState.ACCEPTED).exists()


def test_filters_hide_and_say_when_nothing_fits(review, plan):
    review.click('[data-part="kinds"] [data-value="project"]')
    assert review.locator(".row:visible").count() == ProjectMention.objects.filter(plan=plan).count()
    review.fill('[data-part="search"]', "没有这样的词")
    assert review.is_visible('[data-part="filter-reset"]')
    review.click('[data-part="filter-reset"]')
    assert review.locator(".row:visible").count() > 5


def test_changes_made_offline_survive_a_closed_tab(
    troubled_page, session_cookie, supervisor, plan, live_server
):
    page, row = troubled_page, target(plan, "3908亿元")
    page.context.add_cookies([session_cookie(supervisor)])
    open_review(page, live_server, plan)
    page.context.route("**/actions", lambda route: route.abort())
    choose(page, f"target-{row.pk}")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-part="status"][data-state="offline"]')
    assert Target.objects.get(pk=row.pk).state == ItemState.PROPOSED
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto("about:blank")
    page.context.unroute("**/actions")
    open_review(page, live_server, plan)
    saved(page)
    row.refresh_from_db()
    assert row.state == ItemState.ACCEPTED


def test_changes_made_after_the_session_ended_wait_for_the_next_sign_in(
    troubled_page, session_cookie, supervisor, plan, live_server
):
    page, row = troubled_page, target(plan, "3908亿元")
    page.context.add_cookies([session_cookie(supervisor)])
    open_review(page, live_server, plan)
    page.context.clear_cookies(name="sessionid")
    choose(page, f"target-{row.pk}")
    page.keyboard.press("Enter")
    page.wait_for_selector('[data-part="status"][data-state="offline"]')
    page.wait_for_selector(".notice.is-problem.is-shown")
    page.context.add_cookies([session_cookie(supervisor)])
    saved(page)
    row.refresh_from_db()
    assert row.state == ItemState.ACCEPTED


def test_what_somebody_else_changed_is_not_overwritten(
    troubled_page, session_cookie, supervisor, auditor, plan, live_server
):
    page, row = troubled_page, target(plan, "3908亿元")
    page.context.add_cookies([session_cookie(supervisor)])
    open_review(page, live_server, plan)
    choose(page, f"target-{row.pk}")
    edit_target(row, by=auditor, subject="总收入")
    page.keyboard.press("x")
    press(page, "1")
    page.wait_for_selector(".notice.is-problem.is-shown")
    row.refresh_from_db()
    assert row.state == ItemState.ACCEPTED
    assert "总收入" in page.inner_text(f"#row-target-{row.pk}")


def test_who_may_only_read_changes_nothing(sign_in, auditor, plan, live_server):
    page = open_review(sign_in(auditor), live_server, plan)
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert not Change.objects.filter(plan=plan, verb="accept").exists()
    assert page.locator(".inspector .button").count() == 0


def test_the_address_opens_the_place(sign_in, supervisor, plan, live_server):
    row = target(plan, "155亿元")
    page = open_review(sign_in(supervisor), live_server, plan, f"?at={row.start}")
    assert "is-current" in page.get_attribute(f"#row-target-{row.pk}", "class")


def test_on_a_phone_both_panes_and_all_actions_are_reached_by_touch(sign_in, supervisor, plan, live_server):
    page = sign_in(supervisor)
    page.set_viewport_size({"width": 390, "height": 844})
    open_review(page, live_server, plan)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    row = target(plan, "2550亿元")
    page.click(f'[data-part="text"] [data-ids~="target-{row.pk}"]')
    page.click(".inspector-buttons .button--main")
    saved(page)
    row.refresh_from_db()
    assert row.state == ItemState.ACCEPTED
    page.click('[data-pane-tab="tree"]')
    assert page.is_visible(f"#row-target-{row.pk}")
    assert page.is_hidden('[data-part="text"]')


def test_characters_beyond_the_basic_plane_do_not_shift_what_is_selected(sign_in, supervisor, live_server):
    text = PLAN.replace("星野大数据研究院", "𠮷野大数据研究院").replace("主要预期", "𠮷𠮷主要预期")
    plan = import_document(name="beyond.txt", content=text.encode(), by=supervisor)
    page = open_review(sign_in(supervisor), live_server, plan)
    lit = page.locator(f'[data-part="text"] [data-ids~="target-{target(plan, "187亿元").pk}"]')
    assert lit.all_inner_texts() == ["187亿元"]
    select_text(page, "完善一站式服务机制,压缩")
    press(page, "k")
    assert Task.objects.get(plan=plan, origin="added").text == "完善一站式服务机制,压缩"
