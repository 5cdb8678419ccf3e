"""Who sees which keys of the API? Everybody their own."""

from guatu.kernel.access.scopes import Scoping, declare
from guatu.surfaces.api.models import Key

declare(Key, Scoping(need="api.use", person="user"))
