"""Are the attacks found where docs/ledger.md says, and nowhere else?"""

from plain_ledger import POLICY

from guatu.kernel.ledger.attacks import ATTACKS
from guatu.kernel.ledger.drill import drill


def test_every_attack_is_found_where_it_is_said_to_be(ledger_url, notary, tmp_path):
    results = list(drill(ledger_url, notary, POLICY, tmp_path / "drill"))
    for result in results:
        print(f"{result.attack.name:55} {result.alone} {result.with_outside}")
    assert len(results) == len(ATTACKS) >= 12
    assert [result for result in results if not result.as_expected] == []
