"""Imports run one way: CONTRIBUTING's list of layers, from the bottom up."""

import ast
from collections.abc import Iterator
from pathlib import Path

import allsettled

PACKAGE = Path(allsettled.__file__).parent
LAYERS = (
    {"span"},
    {"errors", "expressions", "finding", "words", "assets", "processes", "terminal"},
    {"files"},
    {"document", "kinds"},
    {"shape"},
    {"claims"},
    {"protocol"},
    {"subject"},
    {"suppress", "baseline"},
    {"rules"},
    {"settings", "triage", "requirements"},
    {"checking", "cache"},
    {"render"},
    {"planning", "aggregating"},
    {"evidence"},
    {"fixing"},
    {"report"},
    {"cli"},
)
LEVEL = {name: number for number, layer in enumerate(LAYERS) for name in layer}
RENDER_FACTS = ("render.platforms", "render.outputs", "render.agents", "render.frontmatter", "render.budgets")


def _modules() -> Iterator[tuple[str, Path]]:
    for path in sorted(PACKAGE.rglob("*.py")):
        yield ".".join(path.relative_to(PACKAGE).with_suffix("").parts).removesuffix(".__init__"), path


def _imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("allsettled."):
            yield node.module.removeprefix("allsettled.")
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)


def test_every_module_has_its_layer() -> None:
    assert set() == {module.split(".")[0] for module, _ in _modules()} - set(LEVEL) - {"__main__", "__init__"}


def test_imports_run_one_way() -> None:
    wrong = [
        f"{module} imports {imported}"
        for module, path in _modules()
        for imported in _imports(path)
        if module.split(".")[0] in LEVEL and imported.split(".")[0] in LEVEL
        if LEVEL[imported.split(".")[0]] > LEVEL[module.split(".")[0]] and not imported.startswith(RENDER_FACTS)
    ]
    assert [] == wrong


def test_only_the_document_reads_markdown() -> None:
    users = {module for module, path in _modules() if any(name.startswith("markdown_it") for name in _all(path))}
    assert {"document"} == {module.split(".")[0] for module in users}


def test_only_the_edge_prints() -> None:
    printers = [
        module
        for module, path in _modules()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("print", "input")
    ]
    assert {"cli"} >= {module.split(".")[0] for module in printers}


def _all(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
        elif isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
