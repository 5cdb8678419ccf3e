"""An installation of its own: a database of the tests' server, and a folder."""

import os
import subprocess
import sys
from pathlib import Path

import psycopg
from psycopg.conninfo import conninfo_to_dict

SRC = Path(__file__).resolve().parents[3] / "src"


class Installation:
    """Runs commands of ours on its own database and folder."""

    def __init__(self, server: str, name: str, folder: Path) -> None:
        self.name, self.var, self._server = name, folder / name, server
        self.var.mkdir()
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"CREATE DATABASE {name}")

    def address(self, name: str = "") -> str:
        known = conninfo_to_dict(self._server)
        account = f"{known['user']}:{known['password']}"
        host, port = known["host"], known.get("port", 5432)
        return f"postgresql://{account}@/{name or self.name}?host={host}&port={port}"

    def run(self, *words: str) -> subprocess.CompletedProcess:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GUATU_")}
        return subprocess.run(
            [sys.executable, "-m", "guatu.site.commandline", *words],
            env={
                **kept,
                "DATABASE_URL": self.address(),
                "GUATU_VAR": str(self.var),
                "PYTHONPATH": str(SRC),
                "LANG": "C.UTF-8",
            },
            capture_output=True,
            text=True,
            check=False,
        )

    def do(self, *words: str) -> str:
        ended = self.run(*words)
        assert ended.returncode == 0, ended.stdout + ended.stderr
        return ended.stdout

    def ask(self, query: str) -> list[tuple]:
        with psycopg.connect(self.address(), autocommit=True) as connection:
            return connection.execute(query).fetchall()

    def databases(self) -> set[str]:
        with psycopg.connect(self.address("postgres")) as connection:
            rows = connection.execute(
                "SELECT datname FROM pg_database WHERE datname LIKE %s", [f"{self.name}%"]
            )
            return {name for (name,) in rows}

    def drop(self) -> None:
        with psycopg.connect(self.address("postgres"), autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {self.name} WITH (FORCE)")
