"""Is a declaration refused that would leak, or that names what is not there?"""

from dataclasses import replace

import pytest

from guatu.base.errors import GuatuError
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.registry.declaration import MapLayer, Panel, Public, get_registry, plain_head, register
from guatu.kernel.registry.explain import explain


def test_a_field_that_is_kept_closely_is_not_searched(cranes):
    for search in (("keeper_phone",), ("name", "keeper_phone")):
        with pytest.raises(GuatuError, match="keeper_phone"):
            replace(cranes, search=search)
    with pytest.raises(GuatuError, match="lifts_t"):
        replace(cranes, classes={"lifts_t": FieldClass.COMMERCIAL})


def test_a_unique_field_must_be_a_key(cranes):
    with pytest.raises(GuatuError, match="number"):
        replace(cranes, import_keys=("name",))


def test_what_is_not_there_is_said(cranes):
    with pytest.raises(GuatuError, match="no field wheels"):
        _fields = replace(cranes, columns=("name", "wheels")).fields
    with pytest.raises(GuatuError, match="right"):
        replace(cranes, view_right="cranes.see")
    with pytest.raises(GuatuError, match="declared already"):
        register(replace(cranes))
    with pytest.raises(GuatuError, match="no registry"):
        get_registry("ships")


def test_heads_are_known_in_any_width_with_units_and_in_brackets():
    assert plain_head("注册资本（万元）") == plain_head("注册资本 (万元) *") == "注册资本"
    assert plain_head("Registered  Capital") == "registeredcapital"


def test_a_registry_explains_itself(cranes):
    said = "\n".join(explain(cranes))
    for word in (
        "/registries/cranes/",
        "keeper_phone",
        "personal",
        "lifts_t",
        "records.edit",
        "/open/cranes/",
        "map.json",
    ):
        assert word in said


def test_what_everybody_sees_is_open_and_a_map_knows_where(cranes):
    with pytest.raises(GuatuError, match="keeper_phone"):
        replace(cranes, public=Public(columns=("name", "keeper_phone")))
    with pytest.raises(GuatuError, match="keeper_phone"):
        replace(cranes, near_places=("keeper_phone",))
    for layer in (MapLayer(), MapLayer(lon="lifts_t"), MapLayer(lon="x", lat="y", geometry="z")):
        with pytest.raises(GuatuError, match="a map takes"):
            replace(cranes, map=layer)
    with pytest.raises(GuatuError, match="right"):
        replace(cranes, panels=(Panel("load", "Load", "x.html", lambda record, user: {}, "cranes.see"),))
    assert [info.name for info in cranes.writable][:2] == ["name", "number"]
    assert dict(cranes.fields["kind"].choices) == {"tower": "tower crane", "bridge": "bridge crane"}
