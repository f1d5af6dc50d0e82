"""What holds for all tests: none hangs on a clock, and none reads or fills the cache of whoever runs them."""

import os
from collections.abc import Iterator

import pytest
from hypothesis import settings

settings.register_profile("without a clock", deadline=None)
settings.load_profile("without a clock")


@pytest.fixture(autouse=True, scope="session")
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all commands of this run share a cache of their own: what it makes them say wrong, some test will see."""
    before = os.environ.get("ALLSETTLED_CACHE_DIR")
    os.environ["ALLSETTLED_CACHE_DIR"] = str(tmp_path_factory.mktemp("cache"))
    yield
    if before is None:
        del os.environ["ALLSETTLED_CACHE_DIR"]
    else:
        os.environ["ALLSETTLED_CACHE_DIR"] = before
