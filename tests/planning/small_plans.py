"""Small plans whose answers can be found by trying everything."""

from hypothesis import strategies as st

from allsettled.planning.value import Plan, Task

PATHS = ("a", "a/x", "b", "c.md")
PATH = st.lists(st.sampled_from(PATHS), max_size=1).map(tuple)


@st.composite
def plans(draw: st.DrawFn, most: int = 7, *, tiers: bool = True) -> Plan:
    """Small plans whose needs are no circles, whatever their tiers."""
    count = draw(st.integers(1, most))
    tasks = []
    for index in range(count):
        earlier = [f"t{n}" for n in range(index)]
        tasks.append(
            Task(
                id=f"t{index}",
                agent="implementer",
                tier=draw(st.sampled_from(["P0", "P1"])) if tiers else "",
                outputs=draw(PATH),
                reads=draw(PATH),
                writes=draw(PATH),
                depends_on=tuple(draw(st.lists(st.sampled_from(earlier), max_size=2, unique=True))) if earlier else (),
            )
        )
    order_ = draw(st.permutations(tasks))
    return Plan(tuple(order_))
