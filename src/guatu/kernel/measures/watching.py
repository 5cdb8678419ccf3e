"""Which tables is a number made of, such that a write to them touches it? Pure, no Django."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Watch:
    """A table whose writes touch numbers.

    `columns` are those that a number is made of: a change of others touches nothing. `topic` is an expression
    of SQL over the row `r` that says what is touched; a measure names its topic when it is registered.
    `recorded` are expressions over `r` that say when a row was recorded or changed, by the zone's clock,
    `day` one for the day on which it happened: a row without it touches nothing. `joined` is a further clause
    of SQL, where the topic stands in another table.
    """

    table: str
    columns: tuple[str, ...]
    topic: str
    recorded: tuple[str, ...] = ()
    day: str = ""
    joined: str = ""

    @property
    def function(self) -> str:
        """The name of its function in the database: another for another definition."""
        told = repr((self.table, self.columns, self.topic, self.recorded, self.day, self.joined, TEMPLATE))
        return f"measures_touch_{hashlib.sha256(told.encode()).hexdigest()[:16]}"

    @property
    def sql(self) -> str:
        """The function and its triggers: after each statement, from the statement's own rows."""
        columns = ", ".join(("id", *self.columns))
        said = ", ".join(self.recorded)
        return TEMPLATE.format(
            function=self.function,
            table=self.table,
            columns=columns,
            topic=self.topic,
            day=self.day or "NULL::date",
            counts=f"{self.day} IS NOT NULL" if self.day else "true",
            recorded=f"greatest({said})" if said else "NULL::timestamptz",
            joined=self.joined,
        )


# Written with the rights of the owner: whoever may write the row need not know of numbers.
TEMPLATE = """
CREATE FUNCTION {function}() RETURNS trigger
LANGUAGE plpgsql SECURITY DEFINER SET search_path = public, pg_temp AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO measures_touch (topic, first_day, last_day, moment)
        SELECT {topic}, min({day}), max({day}), measures_moment(max({recorded}), true)
        FROM new_rows r {joined} WHERE {counts} GROUP BY 1;
    ELSIF TG_OP = 'UPDATE' THEN
        INSERT INTO measures_touch (topic, first_day, last_day, moment)
        SELECT {topic}, min({day}), max({day}), measures_moment(max({recorded}), false)
        FROM (SELECT * FROM old_rows UNION ALL SELECT * FROM new_rows) r {joined}
        WHERE r.id IN (
            SELECT id FROM (SELECT {columns} FROM old_rows EXCEPT SELECT {columns} FROM new_rows) o
            UNION ALL
            SELECT id FROM (SELECT {columns} FROM new_rows EXCEPT SELECT {columns} FROM old_rows) n
        ) AND {counts} GROUP BY 1;
    ELSE
        INSERT INTO measures_touch (topic, first_day, last_day, moment)
        SELECT {topic}, min({day}), max({day}), measures_moment(max({recorded}), false)
        FROM old_rows r {joined} WHERE {counts} GROUP BY 1;
    END IF;
    IF FOUND THEN
        RAISE NOTICE 'numbers are touched' USING ERRCODE = 'GT001';
        PERFORM pg_notify('guatu_touched', '');
    END IF;
    RETURN NULL;
END
$$;
CREATE TRIGGER {function}_i AFTER INSERT ON {table} REFERENCING NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER {function}_u AFTER UPDATE ON {table} REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
CREATE TRIGGER {function}_d AFTER DELETE ON {table} REFERENCING OLD TABLE AS old_rows
    FOR EACH STATEMENT EXECUTE FUNCTION {function}();
"""
