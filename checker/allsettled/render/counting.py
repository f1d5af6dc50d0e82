"""A template's syntax tree, changed so that its loops, joins, texts and comparisons are counted as they run."""

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
        return _filtered(nodes.Const(node.data, lineno=node.lineno), "weighed value") if self.depth else node

    def visit_Compare(self, node: nodes.Compare) -> nodes.Node:  # noqa: N802
        node.expr = _weighed(self.visit(node.expr))
        for one in node.ops:
            one.expr = _weighed(self.visit(one.expr))
        return node

    def visit_Getitem(self, node: nodes.Getitem) -> nodes.Node:  # noqa: N802
        changed = self.generic_visit(node)
        return _weighed(changed) if isinstance(node.arg, nodes.Slice) else changed

    def _inside(self, node: nodes.Node) -> nodes.Node:
        self.depth += 1
        changed: nodes.Node = self.generic_visit(node)
        self.depth -= 1
        return changed


def _weighed(node: Any) -> Any:
    """Return an expression whose value is weighed; one that stands in the template as it is needs none."""
    return node if isinstance(node, nodes.Const) else _filtered(node, "weighed value")


def _filtered(node: Any, name: str) -> nodes.Filter:
    return nodes.Filter(node, name, [], [], None, None, lineno=node.lineno)
