"""Do tests and pages get a PostgreSQL that reads Chinese?"""

import pytest
from django.contrib.auth.models import Group
from django.db import connection


@pytest.mark.django_db
def test_the_test_database_takes_rows():
    Group.objects.create(name="督查室")
    assert Group.objects.get().name == "督查室"


@pytest.mark.django_db
def test_chinese_letters_are_letters_to_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT '高新区' ~ '^\\w+$'")
        assert cursor.fetchone() == (True,)
