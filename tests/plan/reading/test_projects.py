import pytest

from guatu.plan.reading import read


def _projects(clause):
    plan = read(f"（一）抓项目\n{clause}。\n（二）抓其他\n优化服务。\n")
    return [(p.name, p.stage) for p in plan.projects]


@pytest.mark.parametrize(
    ("clause", "projects"),
    [
        ("加快筹建国家甲基地", [("国家甲基地", "preparation")]),
        ("加快甲机场扩建工程前期工作", [("甲机场扩建工程", "preparation")]),
        ("引进甲数学学会、乙大数据研究院", [("甲数学学会", "attract"), ("乙大数据研究院", "attract")]),
        (
            "加快甲第二工厂、乙二期、丙小镇等重大项目落地",
            [("甲第二工厂", "landing"), ("乙二期", "landing"), ("丙小镇", "landing")],
        ),
        ("启动甲集团智慧城市示范项目建设", [("甲集团智慧城市示范项目", "start")]),
        ("推进甲站场、乙公交枢纽站建设", [("甲站场", "construction"), ("乙公交枢纽站", "construction")]),
        ("建成甲高端人才公寓", [("甲高端人才公寓", "completed")]),
        ("认真做好品质提升工程扫尾工作", [("品质提升工程", "completed")]),
        (
            "推动甲科技园、乙视网膜等重大项目建成投产或运营",
            [("甲科技园", "in_operation"), ("乙视网膜", "in_operation")],
        ),
        ("完成甲首末站建设并投入使用", [("甲首末站", "in_operation")]),
        ("推动甲小学2031年秋季实现开学", [("甲小学", "in_operation")]),
        ("指导甲工业园加快发展", [("甲工业园", "operate")]),
        # a head said once for the list
        (
            "启动甲光电、乙科技等军民融合项目建设",
            [("甲光电军民融合项目", "start"), ("乙科技军民融合项目", "start")],
        ),
        ("推动甲集团、乙云等企业研发总部落地", [("甲集团研发总部", "landing"), ("乙云研发总部", "landing")]),
        (
            "完成甲集团、乙生活园一期人才公寓建设",
            [("甲集团人才公寓", "completed"), ("乙生活园一期人才公寓", "completed")],
        ),
        (
            "完成东六路、东十路、蓝田路下穿甲高速等项目建设",
            [
                ("东六路下穿甲高速", "completed"),
                ("东十路下穿甲高速", "completed"),
                ("蓝田路下穿甲高速", "completed"),
            ],
        ),
        # names without a head noun in a list that has some
        (
            "推动甲显示模组、乙研发总院、丙起重机项目落地",
            [("甲显示模组", "landing"), ("乙研发总院", "landing"), ("丙起重机项目", "landing")],
        ),
        # one thing with a list in its name
        ("加快推进智能制造、工业互联网创新中心建设", [("智能制造、工业互联网创新中心", "construction")]),
        ("支持建设覆盖设计、测试的公共服务平台", [("覆盖设计、测试的公共服务平台", "construction")]),
        # no project, whatever the verb
        ("引进驱动电机、车规芯片等配套项目", []),
        ("加快推进工程机械、汽车四大产业链建设", []),
        ("争取国家重大项目落地", []),
        ("切实提升项目开工率、竣工率", []),
        ("鼓励企业建设一批高层产业大楼和标准化厂房", []),
        ("推动143平方公里扩区修编方案落地", []),
        ("大力推动4个ppp项目建设", []),
        ("全面加强社会事业建设", []),
        ("加快推进集团公司、项目公司组建工作", []),
        ("大力推进法治园区建设", []),
    ],
)
def test_names_and_stages(clause, projects):
    assert _projects(clause) == projects


def test_the_span_is_the_part_of_the_name_that_is_its_own():
    text = "（一）抓项目\n推动甲集团、乙云等企业研发总部落地。\n（二）抓其他\n优化服务。\n"
    assert [text[p.start : p.end] for p in read(text).projects] == ["甲集团", "乙云"]
