"""Are the attacks found where docs/ledger.md says, and nowhere else?"""

import re
from hashlib import sha256
from pathlib import Path

import psycopg
from plain_ledger import POLICY

from guatu.kernel.ledger.attacks import ATTACKS, Exchanged, acting
from guatu.kernel.ledger.drill import drill
from guatu.kernel.ledger.verification import Finding

DOCS = Path(__file__).resolve().parents[3] / "docs" / "ledger.md"
TRUE, OTHER = b"as handed in", b"as wished for"


class Filed:
    """A table of hashes, and a folder of files called by them."""

    def hand_in(self, connection, folder):
        self._lay(folder, TRUE)
        with acting(connection, "drill.hand_in"):
            connection.execute("INSERT INTO filed VALUES (1, %s)", [self._lay(folder, TRUE)])

    def check(self, connection, folder):
        for (known,) in connection.execute("SELECT sha256 FROM filed"):
            if sha256((folder / known).read_bytes()).hexdigest() != known:
                yield Finding("file_altered", known)

    def alter(self, folder):
        (folder / sha256(TRUE).hexdigest()).write_bytes(OTHER)

    def exchange(self, folder):
        return Exchanged("filed", "sha256", sha256(TRUE).hexdigest(), self._lay(folder, OTHER))

    def _lay(self, folder, content):
        name = sha256(content).hexdigest()
        (folder / name).write_bytes(content)
        return name


def test_every_attack_is_found_where_it_is_said_to_be(ledger_url, notary, tmp_path):
    with psycopg.connect(ledger_url, autocommit=True) as connection:
        connection.execute("CREATE TABLE filed (id bigint PRIMARY KEY, sha256 text NOT NULL)")
    results = list(drill(ledger_url, notary, POLICY, tmp_path / "drill", papers=Filed()))
    for result in results:
        print(f"{result.attack.name:65} {result.alone} {result.with_outside}")
    assert len(results) == len(ATTACKS) >= 12
    assert [result for result in results if not result.as_expected] == []
    altered = next(result for result in results if result.attack.name.startswith("edit the file"))
    assert altered.alone == ("file_altered",)


def test_without_files_the_attacks_on_them_are_left_out(ledger_url, notary, tmp_path):
    attacks = [attack for attack in ATTACKS if attack.on_papers]
    assert len(attacks) == 3
    assert list(drill(ledger_url, notary, POLICY, tmp_path / "drill", attacks=attacks)) == []


def test_the_documentation_has_the_table_as_it_comes_out():
    rows = re.findall(r"^\| (.+?) \| (.+?) \| (.+?) \|$", DOCS.read_text("utf-8"), re.MULTILINE)
    said = {name: ("not" not in alone, "not" not in outside) for name, alone, outside in rows}
    for attack in ATTACKS:
        assert said.get(attack.name) == (attack.found_alone, attack.found), attack.name
