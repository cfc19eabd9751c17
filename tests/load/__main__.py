"""`python -m tests.load`, which is `make bench`: measures, prints a table, writes build/bench.json."""

import json
import logging
import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from dianzhang.checkout import checkout
from dianzhang.house import House
from tests.load import attendance, board, bulk, desks, followers, intake, lists, people_pages, standing
from tests.load.bench import POSTGRES_OPTIONS, Bench
from tests.load.goals import NAMES, Figure, as_json, goal_of, not_measured

Measurement = Callable[[Bench], list[Figure]]
MEASUREMENTS: list[tuple[tuple[str, ...], Measurement]] = [
    # Memory first, before anybody has asked anything; the lists last, they replace the orders with millions of others.
    (("service_rss_mb",), standing.memory_at_rest),
    (("intake_single", "placed_to_reserved"), intake.singles),
    (("intake_batch", "placed_to_reserved_batch"), intake.batches),
    (("reserved_p99_ms",), intake.steady),
    (("hot_sku",), intake.hot_sku),
    (("bulk_review",), bulk.bulk_review),
    (("fake_order_scoring",), followers.fake_order_scoring),
    (("attendance_people_days",), attendance.month_of_attendance),
    (("attendance_pages_p99_ms",), people_pages.attendance_pages),
    (("approval_inbox_p99_ms",), people_pages.approval_inbox),
    (("order_list_p99_ms",), lists.slowest_list),
    (("case_desk_p99_ms",), desks.case_desk),
    (("start_s",), standing.second_start),
]
FULL_SIZES = (10_000, 1_000_000, 5_000_000)
QUICK_SIZES = (10_000, 1_000_000)
LIST_SECONDS = 420.0
# A log has no width of its own: the table shall not be cut there.
console = Console(highlight=False, width=None if Console().is_terminal else 130)


def main(
    quick: Annotated[bool, typer.Option(help="Shorter loads, lists up to a million orders: about 8 minutes.")] = False,
    only: Annotated[
        list[str] | None, typer.Option(help=f"Measure only this; may be given more than once. One of: {', '.join(NAMES)}.")
    ] = None,
    list_seconds: Annotated[
        float, typer.Option(help="What the lists may take; a size that would not fit is left out and said.")
    ] = LIST_SECONDS,
    orders: Annotated[list[int] | None, typer.Option(help="Sizes for the lists, the first is the limit.")] = None,
    output: Annotated[Path | None, typer.Option(help="Where to write the figures (build/bench.json).")] = None,
    keep: Annotated[bool, typer.Option(help="Keep the house's folder and say where it is, to look into its logs.")] = False,
) -> None:
    """Measure against limits taken in the same run. A goal that is missed is shown, and is no failure; a figure that cannot be had is one."""
    unknown = set(only or ()) - set(NAMES)
    if unknown:
        raise typer.BadParameter(f"there is no figure named {', '.join(sorted(unknown))}", param_hint="--only")
    logging.getLogger("alembic").setLevel(logging.WARNING)
    wanted = set(only or NAMES)
    sizes = tuple(orders or (QUICK_SIZES if quick else FULL_SIZES))
    begun = time.monotonic()
    figures = measure(wanted, quick=quick, sizes=sizes, list_seconds=list_seconds, keep=keep)
    write(figures, output or checkout() / "build" / "bench.json")
    board.show(figures, console)
    console.print(f"{time.monotonic() - begun:.0f} s; {os.cpu_count()} cores")
    if any(goal_of(figure.name).met(figure) == "not measured" for figure in figures):
        raise typer.Exit(1)


def measure(wanted: set[str], *, quick: bool, sizes: tuple[int, ...], list_seconds: float, keep: bool) -> list[Figure]:
    figures: list[Figure] = []
    with place(keep=keep) as folder:
        tell("starting the house")
        with House(folder / "data", base_port=0, rate_limits=False, postgres_options=POSTGRES_OPTIONS) as house:
            bench = Bench(house=house, quick=quick, tell=tell, list_sizes=sizes, list_seconds=list_seconds)
            for names, measurement in MEASUREMENTS:
                if wanted & set(names):
                    figures += [figure for figure in attempt(bench, names, measurement) if figure.name in wanted]
            for note in bench.notes:
                console.print(f"[yellow]note[/] {note}")
    return sorted(figures, key=lambda figure: NAMES.index(figure.name))


@contextmanager
def place(*, keep: bool) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix="dianzhang-bench-"))
    # PostgreSQL runs as another user where we are root, and must be able to come in.
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        if keep:
            console.print(f"the house is kept in {folder}")
        else:
            shutil.rmtree(folder, ignore_errors=True)


def attempt(bench: Bench, names: tuple[str, ...], measurement: Measurement) -> list[Figure]:
    """One that fails does not take the others with it."""
    begun = time.monotonic()
    try:
        figures = measurement(bench)
    except Exception as error:
        console.print_exception(max_frames=6)
        return [not_measured(name, f"{type(error).__name__}: {str(error)[:300]}") for name in names]
    for figure in figures:
        console.print(f"   {figure.name}: {figure.value} {figure.unit} ({time.monotonic() - begun:.0f} s)")
    return figures


def write(figures: list[Figure], file: Path) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(json.dumps([as_json(figure) for figure in figures], indent=1, ensure_ascii=False) + "\n")


def tell(what: str) -> None:
    console.print(f"[dim]{time.strftime('%H:%M:%S')}[/] {what}")


if __name__ == "__main__":
    typer.run(main)
