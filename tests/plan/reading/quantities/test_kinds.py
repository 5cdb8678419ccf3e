import pytest
from saying import kinds


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("地区生产总值增长5%", "growth"),
        ("居民消费价格涨幅3%左右", "growth"),
        ("工业增加值增速完成9.7%", "growth"),
        ("主要指标保持10%以上增长", "growth"),
        ("基本养老金提高10%", "growth"),
        ("万元产值能耗下降4%", "reduction"),
        ("再压减产能500万吨", "reduction"),
        ("降低企业成本30亿元以上", "reduction"),
        ("稳定解决7万人的脱贫问题", "reduction"),
        ("减少农村贫困人口1000万以上", "reduction"),
        ("城镇登记失业率控制在4%以内", "ratio"),
        ("人口自然增长率控制在6‰以内", "ratio"),
        ("研发投入强度达3.3%左右", "ratio"),
        ("新增规上工业企业20家", "increment"),
        ("新认定高新技术企业30家", "increment"),
        ("城镇新增就业2万人", "increment"),
        ("城镇化率提高1个百分点", "increment"),
        ("比上年增加1.3亿元", "increment"),
        ("新建停车场2个", "count"),
        ("新引进项目100个", "count"),
        ("转移农村人口8万人", "count"),
        ("职业技能培训4万人次", "count"),
        ("结对帮扶企业达到100家", "count"),
        ("市场主体总量突破1万家", "level"),
        ("高新技术企业达到200家", "level"),
        ("接待游客220万人次", "level"),
        ("完成腾地2500亩", "level"),
        ("工业增加值600亿元", "level"),
        ("养老金标准由100元提高到120元", "level"),
    ],
)
def test_kind(text: str, kind: str) -> None:
    assert kinds(text)[-1] == kind


def test_an_increment_reaches_the_next_items_that_count_alike() -> None:
    assert kinds("新增高新技术企业30家、研发机构40家以上") == ["increment", "increment"]
    assert kinds("新认定国家级企业6户,省级企业10户,高新技术产值45亿元") == ["increment", "increment", "level"]
    assert kinds("全年新增就业5300人、再就业1500人") == ["increment", "count"]
    assert kinds("再减少企业税负35亿元、涉企收费约20亿元") == ["reduction", "reduction"]
