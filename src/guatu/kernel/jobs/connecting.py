"""Where is the database, for connections beside the ORM's?"""

from django.db import connection
from psycopg.conninfo import make_conninfo

WORDS = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert")


def database_address() -> str:
    """The database of the ORM, as psycopg takes it."""
    known = connection.get_connection_params()
    return make_conninfo("", **{word: known[word] for word in WORDS if known.get(word)})
