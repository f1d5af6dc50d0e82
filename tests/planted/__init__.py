"""Faults planted in clean files: each is found by its rule, on its line, and by no other rule of level error."""

from functools import cache

from allsettled.document import parse
from allsettled.protocol.reading import read
from notations import NOTATIONS
from planted import dispatches, evidence, files, logs, prompts, regions, results, statements
from planted.mutation import Mutation

__all__ = ["MUTATIONS", "Mutation", "in_json", "sayable"]

MUTATIONS: list[Mutation] = [
    *dispatches.MUTATIONS,
    *results.AGGREGATION,
    *results.FAILURE,
    *results.MEASURE,
    *logs.MUTATIONS,
    *statements.MUTATIONS,
    *prompts.MUTATIONS,
    *files.MUTATIONS,
    *evidence.MUTATIONS,
    *regions.MUTATIONS,
]


@cache
def sayable() -> list[tuple[str, Mutation]]:
    """Return the mutations of records with each notation, besides tables, that can say them."""
    return [
        (name, mutation)
        for name, write in NOTATIONS.items()
        for mutation in (*MUTATIONS, *results.IN_SECTIONS)
        if name != "tables"
        and mutation.record is not None
        and read(parse(write(mutation.record))) == (mutation.record,)
    ]


def in_json() -> list[Mutation]:
    """Return the mutations whose fault is in the record itself, which JSON has too."""
    return [mutation for mutation in MUTATIONS if mutation.record is not None and mutation.change is str]
