"""What every page says, block by block; a changed file in a diff is a page that says something else."""

import pytest
from syrupy.assertion import SnapshotAssertion

from rolecheck.report.page import Page
from tests.every_page import NAMES
from tests.pages import TextFile, outline

SHIPPED = ("role", "roles-two", "roles-all", "relay", "workshop-guide")
"""Pages that are texts of the shipped bank, or of one module, from end to end: compared they would be copies."""

SAME = ("lab", "import")
"""Pages another one holds."""


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {*SHIPPED, *SAME}])
def test_the_page_says_what_it_said(pages: dict[str, Page], snapshot: SnapshotAssertion, name: str) -> None:
    assert outline(pages[name]) == snapshot.use_extension(TextFile)
