"""What a killed run still held goes at once: what the other tests hold is not looked through each time."""

import gc
from collections.abc import Iterator

import pytest


@pytest.fixture(autouse=True, scope="module")
def _set_aside_what_others_hold() -> Iterator[None]:
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()
