"""Which texts do people see, and is each of them there in Chinese?

English is written in the code and the templates; `guatu messages` gathers it into the Chinese catalogue,
where the translation is filled in by hand. Nothing but Babel is needed, no gettext programs.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator, Sequence
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_python
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from guatu.site.folders import PACKAGE

CHINESE = PACKAGE / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
_LINE_WIDTH = 110
_FUNCTIONS = (
    *("_", "gettext", "gettext_lazy", "gettext_noop", "later"),
    *("ngettext", "ngettext_lazy", "pgettext", "pgettext_lazy", "npgettext"),
)
_PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%?|\{\w+\}")


def run(argv: Sequence[str]) -> int:
    """Brings the Chinese catalogue up to date and prints what is not translated; 1 while anything is not."""
    parser = argparse.ArgumentParser(prog="guatu messages", description=run.__doc__)
    parser.parse_args(argv)
    catalog = read_catalog()
    # the file changes only where a text does
    catalog.update(collect(), no_fuzzy_matching=True, update_creation_date=False)
    catalog.obsolete.clear()
    with CHINESE.open("wb") as file:
        write_po(file, catalog, width=_LINE_WIDTH, sort_output=True, no_location=True, omit_header=False)
    untranslated = [message for message in catalog if message.id and not is_translated(message)]
    for message in untranslated:
        print(message.id if isinstance(message.id, str) else message.id[0])
    print(f"{len(catalog)} texts, {len(untranslated)} not translated")
    return 1 if untranslated else 0


def read_catalog() -> Catalog:
    """The Chinese catalogue as it is kept, empty where there is none yet."""
    if not CHINESE.exists():
        CHINESE.parent.mkdir(parents=True, exist_ok=True)
        return Catalog(locale="zh_Hans", project="Guatu", charset="utf-8")
    with CHINESE.open("rb") as file:
        return read_po(file, locale="zh_Hans", abort_invalid=True)


def collect() -> Catalog:
    """All texts that stand in the package's code and templates."""
    catalog = Catalog(project="Guatu", charset="utf-8")
    for path in sorted(PACKAGE.rglob("*.py")) + sorted(PACKAGE.rglob("templates/**/*.html")):
        for text, context in texts_of(path):
            catalog.add(text, context=context)
    return catalog


def texts_of(path: Path) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    """The texts of one file, each with its context; a plural is a pair."""
    source = path.read_text("utf-8")
    if path.suffix == ".html":
        # the result is no real Python: its lines carry the indentation of the page
        source = "\n".join(line.strip() for line in templatize(source, origin=str(path)).splitlines())
    keywords = dict.fromkeys(_FUNCTIONS)
    for found in extract_python(BytesIO(source.encode()), keywords, [], {"encoding": "utf-8"}):
        function, arguments = str(found[1]), found[2]
        # a call with a variable in it has no text to give
        yield from _message(function, (arguments,) if isinstance(arguments, str) else tuple(arguments or ()))


def _message(
    function: str, arguments: tuple[str | None, ...]
) -> Iterator[tuple[str | tuple[str, ...], str | None]]:
    given = [argument for argument in arguments if argument]
    context = given.pop(0) if function.startswith(("pgettext", "npgettext")) and given else None
    wanted = 2 if function.startswith(("ngettext", "npgettext")) else 1
    if len(given) >= wanted:
        yield (given[0] if wanted == 1 else (given[0], given[1])), context


def is_translated(message: Message) -> bool:
    """True when a translation is there, is no guess, and has the same placeholders and per cent signs."""
    translations = [message.string] if isinstance(message.string, str) else list(message.string or ())
    source = message.id if isinstance(message.id, str) else message.id[-1]
    wanted = set(_PLACEHOLDER.findall(source))
    given = [set(_PLACEHOLDER.findall(text)) for text in translations if text]
    return bool(given) and not message.fuzzy and all(found == wanted for found in given)
