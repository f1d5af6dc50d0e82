"""Which packages of others a command loads."""

import subprocess
import sys
from pathlib import Path

from shell import CHECKOUT

_PROBE = """
import sys
sys.path.insert(0, {path!r})
from allsettled.cli import main
main({arguments!r})
names = {{name for name, module in sys.modules.items() if "." not in name and hasattr(module, "__path__")}}
print()
print(*names - sys.stdlib_module_names)
"""


def packages(*arguments: str, cwd: Path) -> set[str]:
    """Return the names of the packages that are loaded after a command was run in a folder."""
    source = _PROBE.format(path=str(CHECKOUT / "checker"), arguments=arguments)
    command = [sys.executable, "-I", "-c", source]
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=True)
    return set(done.stdout.split("\n")[-2].split()) - {"allsettled", "_distutils_hack"}
