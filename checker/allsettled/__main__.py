"""Run the command line: `python -m allsettled`."""

from allsettled.cli import run

if __name__ == "__main__":  # and not where a worker process loads it
    run()
