import pytest
from fastapi import FastAPI

from people.domain.approvals.kinds import kinds
from services.people.tests.approval_scene import Scene, open_scene
from services.people.tests.house import House


@pytest.fixture
async def scene(app: FastAPI, house: House, monkeypatch: pytest.MonkeyPatch) -> Scene:
    """Approvals alone: what the areas do with a decision is theirs to test."""
    monkeypatch.setattr(kinds, "handlers", {})
    return await open_scene(house, app.state.context)
