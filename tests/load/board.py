"""The table at the end of `make bench`."""

from collections.abc import Sequence

from rich.console import Console
from rich.table import Table

from tests.load.goals import Figure, Met, goal_of

COLOUR: dict[Met, str] = {"moonshot": "bold green", "reach": "green", "no": "red", "not measured": "yellow"}


def show(figures: Sequence[Figure], console: Console) -> None:
    table = Table(title="Dianzhang 店长: what the machine does", title_justify="left")
    for column in ("figure", "value", "limit in this run", "ratio", "reach", "moonshot", "met"):
        table.add_column(column, justify="left" if column in ("figure", "met") else "right", no_wrap=column != "limit in this run")
    for figure in figures:
        goal = goal_of(figure.name)
        met = goal.met(figure)
        table.add_row(
            figure.name,
            f"{_number(figure.value)} {figure.unit}" if figure.value is not None else "-",
            f"{_number(figure.limit)} ({figure.limit_name})" if figure.limit is not None else "-",
            "-" if figure.ratio is None else f"{figure.ratio:.2f}",
            f"{goal.reach:g}",
            f"{goal.moonshot:g}",
            f"[{COLOUR[met]}]{met}[/]",
        )
    console.print(table)
    for figure in figures:
        if figure.note:
            console.print(f"[yellow]{figure.name}[/]: {figure.note}", highlight=False)


def _number(value: float | str | None) -> str:
    if not isinstance(value, int | float):
        return str(value)
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:,.2f}"
