"""A template's syntax tree, changed so that its loops, joins and texts are counted as they run."""

from typing import Any

from jinja2 import nodes
from jinja2.visitor import NodeTransformer


def counted(tree: nodes.Template) -> nodes.Template:
    """Return the tree with filters of the sandbox put in, whose names have spaces: no template can name them."""
    changed: nodes.Template = _Counting().visit(tree)
    return changed


class _Counting(NodeTransformer):
    def __init__(self) -> None:
        self.depth = 0  # of loops, macros and the like, whose text may come many times

    def visit_For(self, node: nodes.For) -> nodes.Node:  # noqa: N802 - as Jinja2 names it
        node.iter = _filtered(self.visit(node.iter), "turns of a loop")
        return self._inside(node)

    def visit_Macro(self, node: nodes.Macro) -> nodes.Node:  # noqa: N802
        return self._inside(node)

    def visit_CallBlock(self, node: nodes.CallBlock) -> nodes.Node:  # noqa: N802
        return self._inside(node)

    def visit_Concat(self, node: nodes.Concat) -> nodes.Node:  # noqa: N802
        parts = [self.visit(part) for part in node.nodes]
        return _filtered(nodes.List(parts, lineno=node.lineno), "joined texts")

    def visit_TemplateData(self, node: nodes.TemplateData) -> nodes.Node:  # noqa: N802
        return _filtered(nodes.Const(node.data, lineno=node.lineno), "spent text") if self.depth else node

    def _inside(self, node: nodes.Node) -> nodes.Node:
        self.depth += 1
        changed: nodes.Node = self.generic_visit(node)
        self.depth -= 1
        return changed


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
