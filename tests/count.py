"""`python tests/count.py`: how many rules, pages, examples and mutations there are, and which rules have none."""

from allsettled.rules import RULES
from forms import FORMS
from pages import examples
from rules.mutations import MUTATIONS


def main() -> None:
    """Print the counts."""
    planted = {mutation.rule for mutation in MUTATIONS}
    shown = sum(len(examples(rule)) for rule in RULES)
    pages = sum(bool(rule.page()) for rule in RULES)
    print(f"{len(list(RULES))} rules, {pages} pages with {shown} examples that are run as tests")
    print(f"{len(MUTATIONS)} mutations for {len(planted)} rules, each in {len(FORMS)} forms")
    print(f"by their pages and own tests alone: {', '.join(rule.name for rule in RULES if rule.name not in planted)}")


if __name__ == "__main__":
    main()
