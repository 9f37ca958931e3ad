"""Gives each scenario every platform's scene in turn; what a platform lacks skips by name."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.conformance.house import House
from tests.conformance.scene import Scene
from tests.conformance.scenes import SCENES, wanted


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "needs(*traits): what a scenario needs of a platform")


@pytest.fixture(params=SCENES)
async def scene(request: pytest.FixtureRequest) -> AsyncIterator[Scene]:
    has, opened = SCENES[request.param]
    if missing := wanted(request.node) - has:
        pytest.skip(f"not on {request.param}: {', '.join(sorted(missing))}")
    async with opened() as one:
        yield one


@pytest.fixture
def house(scene: Scene, tmp_path: Path) -> House:
    return House(scene, tmp_path / "data")
