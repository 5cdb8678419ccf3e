"""Who sees which keys of the API? Everybody their own, the security administrator all."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.surfaces.api.models import Key

declare(Key, Scoping(need="api.use", zone="accounts.manage", person="user"))
