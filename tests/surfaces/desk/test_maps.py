"""Does the map show what the list shows, from files of our own alone, and say so where it cannot be drawn?"""

import json
from datetime import date
from decimal import Decimal

import pytest
from django.contrib.auth.models import Group, User

from guatu.base import clock
from guatu.kernel.registry.actions import insert_records
from guatu.kernel.registry.declaration import MapLayer
from guatu.kernel.registry.places import places_of
from guatu.zone.enterprises.demo import make_enterprises
from guatu.zone.enterprises.models import Enterprise
from guatu.zone.enterprises.registry import ENTERPRISES

pytestmark = pytest.mark.django_db
MAP = "/registries/enterprises/map"


@pytest.fixture
def clerk(db):
    user = User.objects.create_user("staff-1", first_name="梅", last_name="方")
    user.groups.add(Group.objects.get_or_create(name="staff")[0])
    return user


@pytest.fixture
def firms(db):
    with clock.use(date(2019, 3, 4)):
        made = list(make_enterprises(60, date(2019, 2, 28)))
        for at, values in enumerate(made):
            place = (Decimal("119.1") + at % 7, Decimal("25.9") + at % 5) if at < 40 else (None, None)
            values["longitude"], values["latitude"] = place
        for values in made[40:]:
            values["longitude"] = values["latitude"] = None
        return insert_records(ENTERPRISES, made, source="清单", as_of=date(2019, 2, 28))


def test_the_points_are_those_of_the_list(client, clerk, firms):
    client.force_login(clerk)
    found = client.get(f"{MAP}.json").json()
    assert len(found["points"]) == 40
    key, lon, lat, name = found["points"][0]
    firm = Enterprise.objects.get(pk=key)
    assert (Decimal(str(lon)), Decimal(str(lat)), name) == (firm.longitude, firm.latitude, firm.name)
    assert found["address"] == "/registries/enterprises/"
    narrow = {"kind": "company", "q": "星野"}
    narrowed = {point[0] for point in client.get(f"{MAP}.json", narrow).json()["points"]}
    wanted = Enterprise.objects.filter(kind="company", longitude__isnull=False).values_list("pk", flat=True)
    assert narrowed == set(wanted)
    page = client.get(MAP, narrow)
    assert page.context["listing"].count == len(narrowed)
    assert page.context["all"] - page.context["without"] == len(narrowed)
    assert f'data-map="{MAP}.json?kind=company&amp;q=%E6%98%9F%E9%87%8E"' in page.content.decode()


def test_shapes_and_the_outline_of_the_zone(client, clerk, firms, settings, tmp_path):
    square = {"type": "Polygon", "coordinates": [[[0, 0], [1, 0], [1, 1], [0, 0]]]}
    Enterprise.objects.filter(pk=firms[0].pk).update(former_names=square)
    layer = MapLayer(geometry="former_names")
    (key, name, geometry) = places_of(layer, Enterprise.objects.filter(pk=firms[0].pk), "name").shapes[0]
    assert (key, name, geometry) == (firms[0].pk, firms[0].name, square)
    client.force_login(clerk)
    settings.MAP_OUTLINE = None
    assert client.get(f"{MAP}.json").json()["outline"] is None
    settings.MAP_OUTLINE = tmp_path / "zone.json"
    assert client.get(f"{MAP}.json").json()["outline"] is None
    settings.MAP_OUTLINE.write_text(json.dumps(square))
    assert client.get(f"{MAP}.json").json()["outline"] == square


def test_a_registry_without_places_has_no_map(client, clerk):
    client.force_login(clerk)
    assert client.get("/registries/appointments/map").status_code == 404
    assert client.get("/registries/appointments/map.json").status_code == 404


def test_nothing_is_fetched_from_elsewhere(client, clerk, firms):
    client.force_login(clerk)
    policy = client.get(MAP)["Content-Security-Policy"]
    assert "worker-src 'self'" in policy
    assert "blob:" not in policy
    assert "unsafe" not in policy


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_a_point_leads_to_its_record_and_a_row_to_its_point(sign_in, live_server, clerk, firms):
    page = sign_in(clerk)
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    firm = firms[0]
    page.goto(f"{live_server.url}{MAP}?q={firm.uscc}")
    page.wait_for_selector(".map.is-drawn")
    assert all(url.startswith((live_server.url, "data:")) for url in asked)
    page.focus("tr[data-key]")
    box = page.locator(".map").bounding_box()
    page.wait_for_timeout(500)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    page.wait_for_url(f"**/registries/enterprises/{firm.pk}")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{live_server.url}{MAP}")
    page.wait_for_selector(".map.is-drawn")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_without_webgl_the_list_is_there(sign_in, live_server, clerk, firms):
    page = sign_in(clerk)
    page.add_init_script("HTMLCanvasElement.prototype.getContext = () => null")
    page.goto(f"{live_server.url}{MAP}")
    page.wait_for_selector(".map-message.is-trouble")
    assert "WebGL" in page.inner_text(".map-message")
    page.focus("tr[data-key]")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    page.wait_for_selector(".record-fields")
