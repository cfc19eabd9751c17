import base64
import stat
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from dianzhang.folder import DataFolder
from dianzhang.secret_file import open_secrets
from dianzhang.sentences import CannotGoOn


@pytest.fixture
def here(data: Path) -> DataFolder:
    data.mkdir()
    return DataFolder(data)


def test_secrets_are_made_once_and_only_their_owner_can_read_them(here: DataFolder) -> None:
    first = open_secrets(here, services=["people"])
    key = here.signing_key.read_bytes()
    assert open_secrets(here, services=["people"]) == first
    assert here.signing_key.read_bytes() == key
    assert stat.S_IMODE(here.secrets.stat().st_mode) == 0o600
    assert stat.S_IMODE(here.signing_key.stat().st_mode) == 0o600
    assert len(base64.b64decode(first["DATA_KEY"])) == 32


def test_two_houses_share_no_secret(here: DataFolder, tmp_path: Path) -> None:
    other = DataFolder(tmp_path / "other")
    other.root.mkdir()
    mine, theirs = open_secrets(here, services=["people"]), open_secrets(other, services=["people"])
    assert not set(mine.values()) & set(theirs.values())


def test_a_new_service_gets_a_password_and_the_others_keep_theirs(here: DataFolder) -> None:
    before = open_secrets(here, services=["people"])
    after = open_secrets(here, services=["people", "insights"])
    assert {name: after[name] for name in before} == before
    assert set(after) - set(before) == {"DATABASE_PASSWORD_INSIGHTS"}


def test_the_signing_key_is_on_the_curve_of_es256(here: DataFolder) -> None:
    open_secrets(here, services=[])
    key = load_pem_private_key(here.signing_key.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert key.curve.name == "secp256r1"


def test_no_new_key_is_made_beside_data_that_an_older_one_sealed(here: DataFolder) -> None:
    here.postgres.mkdir()
    (here.postgres / "PG_VERSION").write_text("18")
    with pytest.raises(CannotGoOn, match="missing or damaged"):
        open_secrets(here, services=["people"])
    assert not here.secrets.exists()
