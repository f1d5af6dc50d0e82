"""`allsettled explain`: a rule's page, or the list of all rules."""

import click

from allsettled.errors import UserError
from allsettled.rules import RENDERED, RULES
from allsettled.words import did_you_mean


@click.command("explain")
@click.argument("rule", required=False)
@click.option("--json", "as_json", is_flag=True, help="The list of rules as JSON.")
def command(rule: str | None, as_json: bool) -> int:
    """Explain RULE: what it reports, why, and examples. Without RULE, list all rules.

    \b
    Examples:
      allsettled explain
      allsettled explain unsettled-agent
    """
    rules = {**RULES.by_name, **RENDERED.by_name}
    if rule is not None:
        if rule not in rules:
            answering = [r.name for r in rules.values() if rule.upper() == r.requirement]
            hint = did_you_mean(rule.lower(), rules) or "list them: allsettled explain"
            hint = f"the rules for it: {', '.join(answering)}" if answering else hint
            raise UserError(f'there is no rule "{rule}"', hint=hint)
        click.echo(rules[rule].page(), nl=False)
        return 0
    if as_json:
        import json

        listed = [
            {"rule": r.name, "severity": r.severity, "requirement": r.requirement, "summary": r.summary()}
            for r in rules.values()
        ]
        click.echo(json.dumps({"version": 1, "rules": listed}, indent=2, ensure_ascii=False))
        return 0
    name, requirement = max(map(len, rules)), max(len(r.requirement) for r in rules.values())
    for r in rules.values():
        click.echo(f"{r.name:<{name}}  {r.severity:<7}  {r.requirement:<{requirement}}  {r.summary()}")
    return 0
