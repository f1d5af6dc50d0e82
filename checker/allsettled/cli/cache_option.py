"""The option for the cache's folder, which several commands have."""

import click

CACHE_DIR = click.option(
    "--cache-dir",
    metavar="FOLDER",
    help="Where to keep what is known; else $ALLSETTLED_CACHE_DIR, or the user's folder for caches.",
)
