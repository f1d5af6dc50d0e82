"""A dispatch before it is made: read the plan, judge it, order it, say how long it will take.

`reading.read_plan` -> `network.connect` -> `verdict.judge`, `ordering.order`, `simulation.simulate` -> `report`.
"""
