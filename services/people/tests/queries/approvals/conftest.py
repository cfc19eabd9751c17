import pytest
from fastapi import FastAPI

from services.people.tests.approval_scene import Scene, open_scene
from services.people.tests.house import House


@pytest.fixture
async def scene(app: FastAPI, house: House) -> Scene:
    return await open_scene(house, app.state.context)
