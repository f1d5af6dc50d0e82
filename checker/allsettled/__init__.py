"""allsettled: check the records that parallel agents leave, render the prompts they work by."""

__version__ = "0.1.0"
