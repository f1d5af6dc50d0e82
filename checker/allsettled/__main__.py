"""Run the command line: `python -m allsettled`."""

from allsettled.cli import run

run()
