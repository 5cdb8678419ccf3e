"""Are secrets sealed by either cipher, readable after a change of cipher or key, and by nobody else?"""

import os
import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guatu.base.errors import GuatuError
from guatu.kernel.access.signing_in.ciphers import decrypt, encrypt


@pytest.mark.parametrize("cipher", ["AES", "SM4"])
@given(text=st.text(max_size=200))
def test_what_was_encrypted_is_read_again(cipher, text):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("django.conf.settings.SECRETS_CIPHER", cipher)
        sealed = encrypt(text)
    assert sealed.startswith(f"{cipher}:")
    assert decrypt(sealed) == text


def test_the_same_text_never_looks_the_same():
    assert len({encrypt("JBSWY3DPEHPK3PXP") for _n in range(50)}) == 50


@given(st.integers(min_value=4, max_value=40), st.sampled_from("AQgw"))
def test_a_text_that_was_altered_is_refused(position, letter):
    sealed = encrypt("JBSWY3DPEHPK3PXP")
    altered = sealed[:position] + letter + sealed[position + 1 :]
    if altered == sealed:
        return
    with pytest.raises(GuatuError) as refused:
        decrypt(altered)
    assert refused.value.code == "secret_unreadable"


@pytest.mark.parametrize("text", ["", "plain", "DES:AAAA", "AES:"])
def test_what_was_never_encrypted_is_refused(text):
    with pytest.raises(GuatuError):
        decrypt(text)


def test_a_cipher_that_is_not_there_is_said_at_the_start(tmp_path):
    environment = {
        **os.environ,
        "GUATU_CIPHER": "ROT13",
        "GUATU_VAR": str(tmp_path),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    started = subprocess.run(
        [sys.executable, "-c", "import guatu.site.settings"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "GUATU_CIPHER must be AES or SM4, not ROT13." in started.stderr
