"""What exactly is hashed of an entry? One line of JSON, the same in the tree, the export and the proof.

    {"seq":12,"action":"…","relation":"plan_target","key":3,"op":"update","before":{…},"after":{…}}

An entry of many rows, from a statement that wrote many, has lists:

    {"seq":13,"action":"…","relation":"plan_target","key":[3,4],"op":"updates","before":[{…}, {…}],"after":…}

The database composes it from the columns of the entry, of which `before` and `after` are kept as the text
that they were written as. A line holds no raw control character, because JSON escapes them.
"""

from __future__ import annotations

from collections.abc import Iterator

from psycopg import Connection, sql

Connected = Connection[tuple[object, ...]]

LINE = sql.SQL(
    """'{"seq":' || e.seq || ',"action":"' || e.action || '","relation":' || to_json(e.relation)
    || ',"key":' || e.key || ',"op":"' || e.op || '","before":' || coalesce(e.before::text, 'null')
    || ',"after":' || coalesce(e.after::text, 'null') || '}'"""
)
# With signs for separators that never occur in a line, the rows of a COPY are the lines themselves.
RAW = sql.SQL(r"(FORMAT csv, DELIMITER E'\x01', QUOTE E'\x02')")
SEPARATOR = b"\x01"
# Two more, for many lines in one row: what a row costs is half of what a line does.
WITHIN, BETWEEN = b"\x03", b"\x04"
BLOCK = sql.SQL("string_agg({number} || E'\\x03' || {line}, E'\\x04')")


def stream_lines(
    connection: Connected, number: sql.Composable, rest: sql.Composable
) -> Iterator[tuple[int, bytes]]:
    """Yields a number and the line of each entry `e` that the rest of the query (FROM …) finds."""
    for row in _rows(connection, number, rest):
        first, _, line = row.partition(SEPARATOR)
        yield int(first), line[:-1]


def stream_blocks(
    connection: Connected, number: sql.Composable, rest: sql.Composable
) -> Iterator[tuple[int, bytes]]:
    """As `stream_lines`, in any order."""
    block = BLOCK.format(number=number, line=LINE)
    query = sql.SQL("COPY (SELECT {} {} GROUP BY {} >> 5) TO STDOUT {}").format(block, rest, number, RAW)
    with connection.cursor().copy(query) as rows:
        for row in rows:
            for each in bytes(row)[:-1].split(BETWEEN):
                first, _, line = each.partition(WITHIN)
                yield int(first), line


def stream_words(connection: Connected, words: sql.Composable, rest: sql.Composable) -> Iterator[list[bytes]]:
    """Yields the words (a list of columns), then the line, of each entry that the rest of the query finds."""
    for row in _rows(connection, words, rest):
        yield row[:-1].split(SEPARATOR)


def _rows(connection: Connected, words: sql.Composable, rest: sql.Composable) -> Iterator[bytes]:
    query = sql.SQL("COPY (SELECT {}, {} {}) TO STDOUT {}").format(words, LINE, rest, RAW)
    with connection.cursor().copy(query) as rows:
        yield from map(bytes, rows)
