"""Waiting until parts are ready, and what to say of those that never will be."""

import signal
import time
from collections.abc import Iterable

from dianzhang.diagnosis import explain
from dianzhang.part import Part, ended_at_start
from dianzhang.sentences import CannotGoOn, Sentence
from dianzhang.telling import Telling

LOOK_EVERY = 0.03


def wait_until_ready(parts: Iterable[Part], *, tell: Telling, lenient: Iterable[str] = ()) -> None:
    """Waits for all of them beside each other, and tells of each when it is ready.

    Raises CannotGoOn for the first that fails; those named in `lenient` are only told of.
    """
    waiting = list(parts)
    while waiting:
        for part in list(waiting):
            if part.healthy():
                taken = time.monotonic() - part.started_at
                tell(part.name, "ready", Sentence(en=f"{taken:.1f} s", zh=f"{taken:.1f} 秒"))
            elif problem := _trouble_of(part):
                if part.name not in lenient:
                    raise problem
                tell(part.name, "failed", problem.sentence)
            else:
                continue
            waiting.remove(part)
        if waiting:
            time.sleep(LOOK_EVERY)


def _trouble_of(part: Part) -> CannotGoOn | None:
    """None while there is hope."""
    folder = part.data.postgres
    if not part.alive:
        return explain(part.name, part.last_words(), folder=folder) or ended_at_start(part)
    if part.name == "postgres" and (known := explain(part.name, part.last_words(), folder=folder)):
        # A damaged cluster may well open its port, and then fall over with every connection; it would not end orderly.
        part.signal(signal.SIGQUIT)
        return known
    if time.monotonic() - part.started_at > part.recipe.patience:
        return CannotGoOn(
            en=f"{part.name} is not ready after {part.recipe.patience:.0f} seconds (see {part.log}).",
            zh=f"{part.name} 在 {part.recipe.patience:.0f} 秒内未就绪（详见 {part.log}）。",
        )
    return None
