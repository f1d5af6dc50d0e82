"""What is shipped: the wheel and the sdist hold what they should, and no copy shadows the assets."""

import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

import allsettled
from shell import CHECKOUT

PACKAGE = Path(allsettled.__file__).parent


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build wheel and sdist as a release does, with the build backend alone."""
    pytest.importorskip("hatchling", reason="the build backend is not installed")
    target = tmp_path_factory.mktemp("dist")
    source = (
        "import os, sys; from hatchling import build; os.chdir(sys.argv[1]);"
        "print(build.build_wheel(sys.argv[2])); print(build.build_sdist(sys.argv[2]))"
    )
    subprocess.run([sys.executable, "-c", source, str(CHECKOUT), str(target)], check=True, capture_output=True)
    return target


def _tracked(*folders: str) -> set[str]:
    paths = (path for folder in folders for path in (CHECKOUT / folder).rglob("*") if path.is_file())
    return {path.relative_to(CHECKOUT).as_posix() for path in paths if "__pycache__" not in path.parts}


def test_the_wheel_holds_package_templates_and_schemas(built: Path) -> None:
    (wheel,) = built.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        names = {name for name in archive.namelist() if ".dist-info/" not in name}
        metadata = next(name for name in archive.namelist() if name.endswith("METADATA"))
        assert f"Version: {allsettled.__version__}\n" in archive.read(metadata).decode()
    code = {name.removeprefix("checker/") for name in _tracked("checker/allsettled")}
    assets = {f"allsettled/{name}" for name in _tracked("templates", "schemas")}
    assert code | assets == names


def test_the_sdist_holds_what_a_build_and_the_tests_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert _tracked("checker/allsettled", "templates", "schemas", "agents") <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "CONTRIBUTING.md"} <= names
    assert not [name for name in names if name.startswith((".venv", "build/", "dist/"))]


def test_no_copy_of_the_assets_shadows_those_at_the_top() -> None:
    assert not (PACKAGE / "templates").exists()
    assert not (PACKAGE / "schemas").exists()


def test_the_package_is_typed() -> None:
    assert (PACKAGE / "py.typed").exists()
