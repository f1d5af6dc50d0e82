"""The tools that are measured against, at pinned versions, and ours, each installed as a user would have it."""

import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

CHECKOUT = Path(__file__).resolve().parents[1]
PYTHON_PEERS = {
    "rumdl": "0.3.0",
    "mds-core": "0.17.6",
    "cartulary": "0.4.0",
    "mdformat": "1.0.0",
    "pymarkdownlnt": "0.9.41",
    "skillsaw": "0.22.0",
}
NODE_PEERS = {"markdownlint-cli2": "0.22.1"}


class Tools(NamedTuple):
    """The commands: bare Python, ours, and each peer's by its name; a peer that can't be had is missing."""

    python: str
    ours: list[str]
    peers: dict[str, list[str]]


def installed(folder: Path) -> Tools:
    """Install everything into new environments below a folder. Raises SystemExit if that fails."""
    own, others, node = folder / "ours", folder / "peers", folder / "node"
    for place in (own, others):
        _run(sys.executable, "-m", "venv", str(place))
    _run(_bin(own, "pip"), "install", "-q", str(CHECKOUT))
    _run(_bin(others, "pip"), "install", "-q", *(f"{name}=={version}" for name, version in PYTHON_PEERS.items()))
    peers = {
        "rumdl": [_bin(others, "rumdl"), "check"],
        "mds-core": [_bin(others, "mds"), "validate"],
        "cartulary": [_bin(others, "cartulary")],
        "mdformat": [_bin(others, "mdformat"), "--check"],
        "pymarkdown": [_bin(others, "pymarkdown"), "scan"],
        "skillsaw": [_bin(others, "skillsaw"), "lint"],
    }
    if shutil.which("npm"):
        node.mkdir()
        names = [f"{name}@{version}" for name, version in NODE_PEERS.items()]
        _run("npm", "install", "--no-audit", "--no-fund", "--silent", "--prefix", str(node), *names)
        peers["markdownlint-cli2"] = [str(node / "node_modules" / ".bin" / "markdownlint-cli2")]
    return Tools(_bin(own, "python"), [_bin(own, "allsettled")], peers)


def here() -> Tools:
    """Return ours as it is in this checkout, and no peers: enough to see whether all this runs."""
    return Tools(sys.executable, [sys.executable, "-m", "allsettled"], {})


def _bin(environment: Path, name: str) -> str:
    return str(environment / ("Scripts" if sys.platform == "win32" else "bin") / name)


def _run(*command: str) -> None:
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    if done.returncode:
        raise SystemExit(f"{' '.join(command)}\n{done.stdout[-3000:]}")
