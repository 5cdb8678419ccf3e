"""What the tests of registries share: a registry of cranes that is installed for one test."""

import importlib
import sys

import pytest
from django.apps import AppConfig, apps
from django.contrib.auth.models import Group, User
from django.core.management import call_command

from guatu.kernel.registry.declaration import forget


@pytest.fixture
def cranes(db):
    """The registry of cranes, its table made by its migration, taken away again after the test."""
    # One more application, without the others being made ready a second time.
    apps.app_configs["cranes"] = added = AppConfig.create("cranes")
    added.apps = apps
    added.import_models()
    apps.clear_cache()
    module = importlib.import_module("cranes.registry")
    call_command("migrate", "cranes", verbosity=0)
    yield module.CRANES
    forget(module.CRANES)
    sys.modules.pop("cranes.registry")
    del apps.app_configs["cranes"]
    apps.clear_cache()


def _user(name: str, role: str) -> User:
    user = User.objects.create_user(name)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    return user


@pytest.fixture
def clerk(db):
    return _user("li", "staff")


@pytest.fixture
def auditor(db):
    return _user("shen", "auditor")
