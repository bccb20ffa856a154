from __future__ import annotations

import pytest
from tool import Convert, converter


@pytest.fixture(scope="session")
def convert() -> Convert:
    return converter()
