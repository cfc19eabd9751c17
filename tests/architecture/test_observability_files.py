"""Alerts and the dashboard ask for nothing that the services do not tell, and every alert leads to what to do."""

import json
import re
from typing import Any

import yaml

from chassis import metrics
from dianzhang.checkout import SERVICE_PORTS, checkout

ROOT = checkout()
INFRA = ROOT / "infra"
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
FUNCTIONS = {"sum", "rate", "increase", "histogram_quantile", "topk", "min_over_time"}


def known_series() -> set[str]:
    names = {metric._name for metric in vars(metrics).values() if hasattr(metric, "_name")}
    return names | {f"{name}_total" for name in names} | {f"{name}_bucket" for name in names}


def test_alerts_and_dashboard_ask_only_for_what_the_services_tell() -> None:
    alerts = yaml.safe_load((INFRA / "observability" / "alerts.yml").read_text())
    dashboard = json.loads((INFRA / "observability" / "dashboard.json").read_text())
    asked = [rule["expr"] for group in alerts["groups"] for rule in group["rules"]]
    asked += [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    of_the_process = {"process_resident_memory_bytes", "process_cpu_seconds_total", "up"}
    for expression in asked:
        bare = re.sub(r'"[^"]*"|\{[^}]*\}|\[[^]]*\]|\bby \([^)]*\)', "", re.sub(r'"[^"]*"', "", expression))
        assert set(re.findall(r"[a-z_]{2,}", bare)) - FUNCTIONS <= known_series() | of_the_process, expression


def test_labels_that_prometheus_renames_are_asked_for_by_their_new_names() -> None:
    """A scrape has `job` and `instance` of its own; ours become exported_job and exported_instance."""
    assert "{{ $labels.job }}" not in (INFRA / "observability" / "alerts.yml").read_text()
    dashboard = json.loads((INFRA / "observability" / "dashboard.json").read_text())
    for target in (target for panel in dashboard["panels"] for target in panel["targets"] if "job_runs_total" in target["expr"]):
        assert re.findall(r"\w*job\b", target["expr"] + target["legendFormat"]) == ["exported_job"] * 2


def test_prometheus_asks_every_service() -> None:
    config = yaml.safe_load((INFRA / "observability" / "prometheus.yml").read_text())
    targets = config["scrape_configs"][0]["static_configs"][0]["targets"]
    assert {target.split(":")[0] for target in targets} == {name for name in SERVICE_PORTS if name in COMPOSE["services"]}


def test_every_alert_leads_to_a_heading_of_the_runbook() -> None:
    alerts = yaml.safe_load((INFRA / "observability" / "alerts.yml").read_text())
    for group in alerts["groups"]:
        for rule in group["rules"]:
            file, anchor = rule["annotations"]["runbook"].split("#")
            headings = re.findall(r"^#+ (.+)$", (ROOT / file).read_text(), flags=re.MULTILINE)
            assert anchor in {heading.lower().replace(" ", "-") for heading in headings}, rule["alert"]
