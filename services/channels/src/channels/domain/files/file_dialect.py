"""How one kind of export is told as data."""

from collections.abc import Mapping
from dataclasses import dataclass, field

Columns = Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class FileDialect:
    """`marks` must all be among a file's columns. `blank_state` is the state of an order whose status cell (or column) is empty.

    `platforms` are those whose export it is. `line_key` names the columns that number a line as the platform's API does, so that both ways in meet. `strict` dialects are ours:
    a cell that should be filled and is not is an error of that row.
    """

    name: str
    marks: tuple[str, ...]
    columns: Columns
    states: Mapping[str, str] = field(default_factory=dict[str, str])
    refunds: Mapping[str, str] = field(default_factory=dict[str, str])
    blank_state: str = ""
    line_key: tuple[str, ...] = ()
    platforms: tuple[str, ...] = ()
    chinese: bool = True
    strict: bool = False
    credit_notes: bool = False
