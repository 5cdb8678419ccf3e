"""Does `guatu explain` say what was made from a declaration?"""

import pytest

from guatu.base.errors import GuatuError
from guatu.site.explain_command import run


@pytest.mark.parametrize("name", ["enterprises", "Enterprise", "enterprises.enterprise"])
def test_a_registry_is_explained_by_slug_model_and_label(name, capsys):
    assert run([name]) == 0
    said = capsys.readouterr().out
    assert "/registries/enterprises/" in said
    assert "legal_representative" in said
    assert "personal" in said
    assert "check_enterprise" in said


def test_without_a_name_all_are_listed_and_an_unknown_one_is_refused(capsys):
    assert run([]) == 0
    assert "enterprises" in capsys.readouterr().out
    with pytest.raises(GuatuError, match="enterprises"):
        run(["nothing"])
