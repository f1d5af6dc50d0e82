"""`python tests/count.py`: how many rules, pages, examples and mutations there are, and in how many forms."""

from allsettled.rules import RENDERED, RULES
from forms import FORMS
from pages import examples
from planted import MUTATIONS, in_json, sayable


def main() -> None:
    """Print the counts; exit 1 if a rule has no page or no mutation."""
    planted = {mutation.rule for mutation in MUTATIONS}
    rules = [*RULES, *RENDERED]
    paged = [rule for rule in rules if rule.page()]
    shown = sum(len(examples(rule)) for rule in rules)
    print(f"{len(rules)} rules ({len(list(RENDERED))} of them reported by render), {len(paged)} pages")
    print(f"{shown} examples on the pages, run as tests")
    print(f"{len(MUTATIONS)} mutations for {len(planted)} rules, each in {len(FORMS)} forms of Markdown")
    again = [f"{sum(name == notation for notation, _ in sayable())} as {name}" for name in ("blocks", "sections")]
    print(f"of those, again: {', '.join(again)} of agents, {len(in_json())} in JSON")
    without = [rule.name for rule in rules if rule.name not in planted or rule not in paged]
    if without:
        raise SystemExit(f"without a page or a mutation: {', '.join(without)}")


if __name__ == "__main__":
    main()
