"""A template, looked at before it is rendered: what it is made of, which names it uses, what is wrong with it.

Jinja2 drops a block that overrides nothing, and text beside the blocks of a template that extends another, without a
word; a name that is misspelt comes to light only where it is used. All three are faults here.
"""

from collections.abc import Callable, Iterator
from typing import NamedTuple

from jinja2 import TemplateSyntaxError, nodes

from allsettled.errors import UserError
from allsettled.render.library import BUILT_IN, Library, TemplateText
from allsettled.render.sandbox import Sandbox
from allsettled.render.template_error import TemplateError
from allsettled.words import did_you_mean

_SPECIAL = frozenset({"caller", "kwargs", "loop", "self", "super", "varargs"})


class Use(NamedTuple):
    """A name that a template takes from outside, and where: its path and line."""

    name: str
    path: str
    line: int


class Inspected(NamedTuple):
    """What a template is made of: itself and all that it extends, includes and imports; and the names that they use.

    `sure` is False where a template is named by a value, so that nobody knows which it will be.
    """

    templates: tuple[TemplateText, ...]
    uses: tuple[Use, ...]
    sure: bool


def inspect(name: str, library: Library, sandbox: Sandbox) -> Inspected:
    """Read a template and all that it names. Raises TemplateError for the first fault, UserError if it is none."""
    return _Inspection(library, sandbox).whole(name)


def refuse_unknown(found: Inspected, known: Callable[[str], bool], names: list[str]) -> None:
    """Raise TemplateError for a name that is not known; `names` are the known ones, for the hint."""
    for use in found.uses:
        if not known(use.name):
            hint = did_you_mean(use.name, names) or "list what templates may use: allsettled templates show"
            raise TemplateError(f'there is no variable "{use.name}"', path=use.path, line=use.line, hint=hint)


class _Inspection:
    def __init__(self, library: Library, sandbox: Sandbox) -> None:
        self.library = library
        self.sandbox = sandbox
        self.templates: dict[str, TemplateText] = {}
        self.uses: list[Use] = []
        self.sure = True

    def whole(self, name: str) -> Inspected:
        self.library.get(name)
        waiting: list[tuple[str, frozenset[str]]] = [(name, frozenset())]
        while waiting:
            at, declared = waiting.pop()
            if at in self.templates:
                continue
            text = self.templates[at] = self.library.get(at)
            tree = parsed(self.sandbox, text)
            declared |= _declared(tree)
            self.uses += [use for use in _uses(tree, text.path, self.sandbox) if use.name not in declared]
            if parent := self.parent(tree, text):
                self.check_blocks(tree, text, parent)
            waiting += [(one, declared) for one in self.named(tree, text)]
        return Inspected(tuple(self.templates.values()), tuple(self.uses), self.sure)

    def named(self, tree: nodes.Template, text: TemplateText) -> Iterator[str]:
        """Yield the templates that one names. One that need not be there may be missing."""
        for node in tree.find_all((nodes.Extends, nodes.Include, nodes.Import, nodes.FromImport)):
            named = getattr(node, "template", None)
            if not isinstance(named, nodes.Const):
                self.sure = False
                continue
            for name in [named.value] if isinstance(named.value, str) else list(named.value):
                if self.look_up(str(name), text, node.lineno) is not None:
                    yield str(name)
                elif not getattr(node, "ignore_missing", False):
                    raise self.missing(str(name), text, node.lineno)

    def parent(self, tree: nodes.Template, text: TemplateText) -> str | None:
        """Return the template that one extends, or None."""
        found = tree.find(nodes.Extends)
        if found is None:
            return None
        if not isinstance(found.template, nodes.Const) or not isinstance(found.template.value, str):
            message = "what it extends is not told in quotes"
            raise TemplateError(message, path=text.path, line=found.lineno, hint='write {%@ extends "NAME" @%}')
        return found.template.value

    def check_blocks(self, tree: nodes.Template, text: TemplateText, parent: str) -> None:
        """Raise TemplateError for a block that overrides nothing, and for text that is never shown."""
        known: dict[str, None] = {}
        seen = {text.path}
        above: str | None = parent
        line = tree.find(nodes.Extends)
        number = line.lineno if line else 1
        while above:
            found = self.look_up(above, text, number)
            if found is None:
                raise self.missing(above, text, number)
            if found.path in seen:
                built_in = f"{BUILT_IN}{above.removeprefix(BUILT_IN)}"
                hint = f'to override the built-in one, write {{%@ extends "{built_in}" @%}}'
                raise TemplateError("it extends itself", path=text.path, line=number, hint=hint)
            seen.add(found.path)
            higher = parsed(self.sandbox, found)
            known |= dict.fromkeys(block.name for block in higher.find_all(nodes.Block))
            above = self.parent(higher, found)
        for node in tree.body:
            if isinstance(node, nodes.Block) and node.name not in known:
                hint = did_you_mean(node.name, known) or f"its blocks are {', '.join(known)}"
                message = f'there is no block "{node.name}" in {parent}'
                raise TemplateError(message, path=text.path, line=node.lineno, hint=hint)
            if shown := _shown(node):
                message = "text beside the blocks of a template that extends another is never shown"
                raise TemplateError(message, path=text.path, line=shown, hint="put it into a block, or take it out")

    def look_up(self, name: str, text: TemplateText, line: int) -> TemplateText | None:
        try:
            return self.library.find(name)
        except UserError as error:
            raise TemplateError(error.message, path=text.path, line=line, hint=error.hint) from error

    def missing(self, name: str, text: TemplateText, line: int) -> TemplateError:
        return TemplateError(f'there is no template "{name}"', path=text.path, line=line, hint=self.library.near(name))


def parsed(sandbox: Sandbox, text: TemplateText) -> nodes.Template:
    """Return a template's syntax tree. Raises TemplateError for what is no template."""
    try:
        return sandbox.tree(text.text, text.path)
    except TemplateSyntaxError as error:
        raise TemplateError(str(error.message), path=text.path, line=error.lineno) from error
    except RecursionError as error:
        raise TemplateError("it is nested too deeply", path=text.path) from error


def blocks(sandbox: Sandbox, text: TemplateText) -> list[str]:
    """Return the names of a template's blocks, in its order: what another can override."""
    return [block.name for block in parsed(sandbox, text).find_all(nodes.Block)]


def _shown(node: nodes.Node) -> int | None:
    """Return the line of a text at the top of a template, if it has some."""
    if not isinstance(node, nodes.Output):
        return None
    for part in node.nodes:
        if not isinstance(part, nodes.TemplateData):
            return part.lineno
        if part.data.strip():
            before = part.data[: len(part.data) - len(part.data.lstrip())]
            return part.lineno + before.count("\n")
    return None


def _declared(tree: nodes.Template) -> frozenset[str]:
    """Return the names that a template gives a value itself, anywhere: what it includes may use them."""
    names = {node.name for node in tree.find_all(nodes.Name) if node.ctx != "load"}
    names |= {node.name for node in tree.find_all(nodes.Macro)}
    names |= {node.target for node in tree.find_all(nodes.Import)}
    for node in tree.find_all(nodes.FromImport):
        names |= {name if isinstance(name, str) else name[1] for name in node.names}
    return frozenset(names)


def _uses(tree: nodes.Template, path: str, sandbox: Sandbox) -> Iterator[Use]:
    asked = _asked(tree)
    lines: dict[str, int] = {}
    for node in tree.find_all(nodes.Name):
        if node.ctx == "load":
            lines.setdefault(node.name, node.lineno)
    for used in tree.find_all(nodes.Filter):
        if used.name not in sandbox.filters:
            hint = did_you_mean(used.name, sandbox.filters)
            raise TemplateError(f'there is no filter "{used.name}"', path=path, line=used.lineno, hint=hint)
    for name in sorted(set(lines) - set(sandbox.globals) - _SPECIAL):
        if name not in asked:
            yield Use(name, path, lines.get(name, 1))


def _asked(tree: nodes.Template) -> set[str]:
    """Return the names of which a template asks whether they are there at all."""
    found = [node.node for node in tree.find_all(nodes.Test) if node.name in ("defined", "undefined")]
    found += [node.node for node in tree.find_all(nodes.Filter) if node.name in ("default", "d") and node.node]
    return {node.name for node in found if isinstance(node, nodes.Name)}
