"""The files for containers, Kubernetes, the gateway and the broker hold together, though no container engine runs here.

compose-spec.json is the schema of the Compose Specification (compose-spec.io, Apache-2.0).
"""

import json
import os
import re
import subprocess
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from dianzhang.checkout import checkout, program, services
from dianzhang.folder import DataFolder
from dianzhang.gateway import Front, gateway_environment
from dianzhang.house import House
from dianzhang.ports import fixed_ports

ROOT = checkout()
INFRA = ROOT / "infra"
KUBERNETES = INFRA / "kubernetes"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
PLACEHOLDER = re.compile(r"\{\$(DIANZHANG_[A-Z_]+)\}")
KINDS = {
    "ConfigMap": "v1",
    "Deployment": "apps/v1",
    "Ingress": "networking.k8s.io/v1",
    "Job": "batch/v1",
    "Namespace": "v1",
    "NetworkPolicy": "networking.k8s.io/v1",
    "PodDisruptionBudget": "policy/v1",
    "Service": "v1",
    "StatefulSet": "apps/v1",
}


def manifests() -> list[dict[str, Any]]:
    kustomization = yaml.safe_load((KUBERNETES / "kustomization.yaml").read_text())
    return [document for name in kustomization["resources"] for document in yaml.safe_load_all((KUBERNETES / name).read_text())]


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    return {document["metadata"]["name"]: document for document in manifests() if document["kind"] == kind}


def containers(workload: dict[str, Any]) -> Iterator[dict[str, Any]]:
    pod = workload["spec"]["template"]["spec"]
    yield from pod["containers"]
    yield from pod.get("initContainers", [])


def environment_names(container: dict[str, Any]) -> set[str]:
    return {entry["name"] for entry in container.get("env", [])}


# ---- compose --------------------------------------------------------------------------------------------------------
def test_compose_file_follows_the_specification() -> None:
    schema = json.loads((Path(__file__).parent / "compose-spec.json").read_text())
    jsonschema.Draft201909Validator(schema).validate(COMPOSE)


def test_compose_waits_only_for_services_that_can_become_what_it_waits_for() -> None:
    for name, service in COMPOSE["services"].items():
        for other, wish in service.get("depends_on", {}).items():
            awaited = COMPOSE["services"][other]
            if wish["condition"] == "service_healthy":
                own_check = "healthcheck" in awaited
                assert own_check or "build" in awaited, f"{name} waits for the health of {other}, which has no check"
            else:
                assert awaited.get("restart") != "unless-stopped", f"{name} waits for the end of {other}, which never ends"


def test_compose_runs_every_service_and_its_migrations() -> None:
    assert set(services()) <= set(COMPOSE["services"])
    for name in services():
        assert COMPOSE["services"][name]["build"]["args"] == {"SERVICE": name}
        assert COMPOSE["services"][f"{name}-migrate"]["command"] == ["python", "/app/migrate.py"]


def test_compose_gives_each_service_its_own_role_and_only_people_the_signing_key() -> None:
    for name in services():
        service = COMPOSE["services"][name]
        assert service["environment"]["DIANZHANG_DATABASE_URL"].startswith(f"postgresql+asyncpg://{name}:")
        assert ("secrets" in service) == (name == "people")


def test_compose_containers_own_as_little_as_possible() -> None:
    for name in [*services(), "gateway", "nats"]:
        service = COMPOSE["services"][name]
        assert service["read_only"], name
        assert service["cap_drop"] == ["ALL"], name
        assert service["security_opt"] == ["no-new-privileges:true"], name
    published = {name: service["ports"] for name, service in COMPOSE["services"].items() if "ports" in service}
    assert set(published) == {"gateway", "grafana"}
    assert all(port.startswith("127.0.0.1:") for ports in published.values() for port in ports)


def test_compose_has_no_secret_with_a_default() -> None:
    text = (ROOT / "docker-compose.yml").read_text()
    for secret in re.findall(r"\$\{([A-Z_]*(?:PASSWORD|KEY)[A-Z_]*)([^}]*)\}", text):
        assert secret[1].startswith(":?"), secret
    assert "SECRET" not in re.sub(r"\$\{[^}]*\}", "", text).upper().replace("SECRETS", "").replace("/RUN/", "")


def test_the_example_names_every_variable_that_compose_asks_for() -> None:
    asked = set(re.findall(r"\$\{([A-Z_0-9]+)", (ROOT / "docker-compose.yml").read_text()))
    shown = set(re.findall(r"^#?([A-Z_0-9]+)=", (ROOT / ".env.example").read_text(), flags=re.MULTILINE))
    assert asked <= shown


@pytest.mark.parametrize("name", services())
def test_every_setting_without_a_default_is_set_wherever_a_service_runs(name: str, tmp_path: Path) -> None:
    settings = import_module(f"{name}.settings").Settings
    needed = {f"DIANZHANG_{field.upper()}" for field, about in settings.model_fields.items() if about.is_required()}
    assert needed <= COMPOSE["services"][name]["environment"].keys()
    (container,) = of_kind("Deployment")[name]["spec"]["template"]["spec"]["containers"]
    assert needed <= environment_names(container) | of_kind("ConfigMap")["settings"]["data"].keys()
    house = House(tmp_path)
    house.make_secrets()
    assert needed <= house.service_environment(name).keys()


def test_every_file_that_compose_mounts_is_there() -> None:
    for service in COMPOSE["services"].values():
        for volume in service.get("volumes", []):
            source = volume.split(":")[0]
            assert not source.startswith("./") or (ROOT / source).is_file(), source


def test_the_image_file_builds_from_what_is_there() -> None:
    text = (INFRA / "docker" / "Dockerfile").read_text()
    copied = [words for line in re.findall(r"^COPY (?!--from)(.+)$", text, flags=re.MULTILINE) for words in line.split()[:-1]]
    for source in copied:
        pattern = source.replace("${SERVICE}", "people")
        # The npm settings are optional.
        assert pattern == "frontend/.npmrc*" or (ROOT / pattern.rstrip("/")).exists(), source
    locked = (ROOT / "requirements.lock").read_text()
    for package in (INFRA / "docker" / "not-in-images.txt").read_text().split():
        assert f"\n{package}==" in f"\n{locked}", f"{package} is not in the lock, so the image cannot leave it out"


# ---- kubernetes -----------------------------------------------------------------------------------------------------
def test_manifests_are_of_known_kinds_and_named_once() -> None:
    seen: set[tuple[str, str]] = set()
    for document in manifests():
        kind, name = document["kind"], document["metadata"]["name"]
        assert document["apiVersion"] == KINDS[kind]
        assert re.fullmatch(r"[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?", name)
        assert (kind, name) not in seen
        seen.add((kind, name))


@pytest.mark.parametrize("kind", ["Deployment", "StatefulSet"])
def test_selectors_find_their_pods(kind: str) -> None:
    for workload in of_kind(kind).values():
        labels = workload["spec"]["template"]["metadata"]["labels"]
        assert workload["spec"]["selector"]["matchLabels"].items() <= labels.items()
        service = of_kind("Service")[workload["metadata"]["name"]]
        assert service["spec"]["selector"].items() <= labels.items()
        ports = {port["name"] for container in containers(workload) for port in container.get("ports", [])}
        assert {port["targetPort"] for port in service["spec"]["ports"]} <= ports
        budget = of_kind("PodDisruptionBudget")[workload["metadata"]["name"]]
        assert budget["spec"]["selector"]["matchLabels"].items() <= labels.items()


def test_every_service_has_a_deployment_a_migration_and_probes() -> None:
    for name in services():
        deployment, job = of_kind("Deployment")[name], of_kind("Job")[f"{name}-migrate"]
        (container,) = deployment["spec"]["template"]["spec"]["containers"]
        assert container["readinessProbe"]["httpGet"]["path"] == "/ready"
        assert container["livenessProbe"]["httpGet"]["path"] == "/health"
        assert container["image"] == next(containers(job))["image"] == f"dianzhang/{name}"
        for one in [*containers(deployment), *containers(job)]:
            (url,) = [entry for entry in one["env"] if entry["name"] == "DIANZHANG_DATABASE_URL"]
            assert url["valueFrom"]["secretKeyRef"]["key"] == f"DATABASE_URL_{name.upper()}"
        assert ("DIANZHANG_SIGNING_KEY_FILE" in environment_names(container)) == (name == "people")


def test_pods_run_unprivileged_and_say_what_they_need() -> None:
    for kind in ("Deployment", "StatefulSet", "Job"):
        for name, workload in of_kind(kind).items():
            pod = workload["spec"]["template"]["spec"]
            assert pod["securityContext"]["runAsNonRoot"], name
            assert pod["automountServiceAccountToken"] is False, name
            for container in containers(workload):
                assert container["securityContext"]["capabilities"] == {"drop": ["ALL"]}, name
                assert container["securityContext"]["allowPrivilegeEscalation"] is False, name
                assert {"requests", "limits"} <= container["resources"].keys(), name
                mounts = {mount["name"] for mount in container.get("volumeMounts", [])}
                volumes = {volume["name"] for volume in pod.get("volumes", [])}
                claims = {claim["metadata"]["name"] for claim in workload["spec"].get("volumeClaimTemplates", [])}
                assert mounts <= volumes | claims, name


def test_no_secret_is_committed_and_every_one_that_is_read_is_made() -> None:
    made = set(re.findall(r'echo "([A-Z_]+)=', (KUBERNETES / "prepare.sh").read_text()))
    made |= {f"DATABASE_{what}_{name.upper()}" for name in services() for what in ("URL", "PASSWORD")}
    for kind in ("Deployment", "StatefulSet", "Job"):
        for workload in of_kind(kind).values():
            for container in containers(workload):
                for entry in container.get("env", []):
                    key = entry.get("valueFrom", {}).get("secretKeyRef", {}).get("key")
                    assert key is None or key in made
    assert not any(document["kind"] == "Secret" for document in manifests())


def test_the_database_gets_its_own_passwords_and_no_key_to_what_it_holds() -> None:
    (postgres,) = containers(of_kind("StatefulSet")["postgres"])
    needed = {"POSTGRES_PASSWORD", *(f"DATABASE_PASSWORD_{name.upper()}" for name in services())}
    assert environment_names(postgres) == {*needed, "POSTGRES_INITDB_ARGS"}
    assert "envFrom" not in postgres
    assert COMPOSE["services"]["postgres"]["environment"].keys() == {*needed, "POSTGRES_INITDB_ARGS"}


# ---- broker, database -----------------------------------------------------------------------------------------------
def test_whoever_starts_the_gateway_fills_in_every_placeholder(tmp_path: Path) -> None:
    asked = set(PLACEHOLDER.findall((INFRA / "gateway" / "Caddyfile").read_text()))
    launcher = gateway_environment(DataFolder(tmp_path), fixed_ports(gateway=8080, base=8100), Front(host="127.0.0.1", domain=None))
    assert asked <= launcher.keys()
    assert asked <= COMPOSE["services"]["gateway"]["environment"].keys()
    (container,) = containers(of_kind("Deployment")["gateway"])
    assert asked <= environment_names(container)


def test_nats_accepts_the_brokers_file(tmp_path: Path) -> None:
    environment = {**os.environ, "DIANZHANG_NATS_PASSWORD": "n0123456789abcdef"}
    command = [program("nats-server"), "-t", "-c", INFRA / "nats" / "nats.conf", "--store_dir", tmp_path]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=30)
    assert done.returncode == 0, done.stderr
    text = (INFRA / "nats" / "nats.conf").read_text()
    assert "sync_interval: always" in text
    assert "password: $DIANZHANG_NATS_PASSWORD" in text


def test_the_database_settings_never_trade_safety_for_speed() -> None:
    text = (INFRA / "postgres" / "postgresql.conf").read_text()
    for setting in ("fsync", "synchronous_commit", "full_page_writes"):
        assert not re.search(rf"^\s*{setting}\s*=", text, flags=re.MULTILINE), f"{setting} stays as PostgreSQL ships it"


def test_shell_scripts_are_whole() -> None:
    for script in [*INFRA.rglob("*.sh"), ROOT / ".ci" / "run"]:
        assert script.stat().st_mode & 0o111, f"{script} cannot be run"
        assert "set -euo pipefail" in script.read_text()
        done = subprocess.run(["bash", "-n", script], capture_output=True, text=True, timeout=10)
        assert done.returncode == 0, done.stderr
