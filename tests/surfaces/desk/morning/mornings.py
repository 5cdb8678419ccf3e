"""What do the tests of the morning share: the day, and people with a role and a post?"""

from datetime import datetime

from django.contrib.auth.models import Group, User

from guatu.base import clock
from guatu.kernel.access.actions import appoint, create_post
from guatu.kernel.access.models import Department
from guatu.kernel.access.standing import forget_standing

MONDAY = datetime(2019, 7, 22, 9, tzinfo=clock.ZONE_TIME)


def person(name: str, role: str, department: Department | None = None) -> User:
    user = User.objects.create_user(name, last_name=name)
    user.groups.add(Group.objects.get_or_create(name=role)[0])
    if department is not None:
        appoint(user, create_post(department, f"科员{name}", by=None), by=None)
    forget_standing(user)
    return user
