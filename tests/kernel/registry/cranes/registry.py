"""How are cranes listed, found, imported and kept?"""

from cranes.models import Crane
from guatu.kernel.access.classes import FieldClass
from guatu.kernel.registry.declaration import MapLayer, Public, Registry, register

CRANES = register(
    Registry(
        slug="cranes",
        model=Crane,
        columns=("name", "number", "kind", "lifts_t", "inspected_on"),
        search=("name", "number"),
        form=("name", "number", "kind", "lifts_t", "inspected_on", "keeper_phone", "longitude", "latitude"),
        import_keys=("number",),
        filters=("kind", "inspected_on", "lifts_t"),
        totals=("lifts_t",),
        near=("name",),
        heads={"name": "名称 设备名称", "number": "登记编号", "lifts_t": "额定载荷"},
        units={"lifts_t": "吨"},
        classes={"keeper_phone": FieldClass.PERSONAL},
        map=MapLayer("longitude", "latitude"),
        public=Public(("name", "number", "kind")),
    )
)
