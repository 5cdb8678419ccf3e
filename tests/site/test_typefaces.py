"""Are the typefaces of reports there, whole and with their licences?"""

from pathlib import Path

from django.conf import settings

from guatu.site import preparing

FACES = (
    "NotoSansSC_400Regular.ttf",
    "NotoSansSC_700Bold.ttf",
    "NotoSerifSC_400Regular.ttf",
    "NotoSerifSC_700Bold.ttf",
)


def test_four_whole_faces_are_gathered() -> None:
    for name in FACES:
        face = Path(settings.FONTS) / name
        assert face.read_bytes()[:4] == b"\0\1\0\0", "a TrueType file begins with its version"
        assert face.stat().st_size > 5_000_000, "a subset for web pages would be smaller"


def test_each_family_keeps_its_licence() -> None:
    for package in preparing.FONT_PACKAGES:
        assert "SIL Open Font License" in (Path(settings.FONTS) / f"{package}-licence.txt").read_text("utf-8")


def test_gathered_once() -> None:
    before = (Path(settings.FONTS) / FACES[0]).stat().st_mtime_ns
    preparing.gather_fonts()
    assert (Path(settings.FONTS) / FACES[0]).stat().st_mtime_ns == before
