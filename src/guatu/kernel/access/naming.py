"""How is a person called? A Chinese name has the family name first and no space."""

from django.contrib.auth.base_user import AbstractBaseUser


def person_name(user: AbstractBaseUser) -> str:
    """The name as people say it; the account's name where no other is known."""
    family, given = getattr(user, "last_name", ""), getattr(user, "first_name", "")
    if not (family or given):
        return user.get_username()
    return f"{given} {family}".strip() if (family + given).isascii() else family + given
