"""Work on a house from outside: its tables, its demo company."""

from dianzhang import checkout, migration
from dianzhang.folder import DataFolder
from dianzhang.house import House
from dianzhang.running import RunningHouse
from dianzhang.screen import STARTING, STOPPING, Screen
from dianzhang.sentences import CannotGoOn
from dianzhang.up import demo_environment, demo_is_due, demo_logins, forget_unfinished_demo, run_demo


def migrate_tables(data: DataFolder, *, only: str | None) -> list[str]:
    """Migrates in a house that runs, or starts only its stores for it. Returns the services that were behind."""
    if only is not None and only not in checkout.services():
        known = ", ".join(checkout.services())
        raise CannotGoOn(en=f"There is no service {only}; there are: {known}.", zh=f"没有服务 {only}，现有：{known}。")
    wanted = [only] if only else checkout.services()
    if data.launcher_pid() is not None:
        house = RunningHouse(data)
        house.needs_database()
        behind = migration.behind(wanted, database_url=house.server.url())
        migration.migrate({name: migration.environment(house.server, name) for name in behind})
        return behind
    with House(data.root, base_port=0).start(stores_only=True, migrating=False) as stopped:
        return stopped.migrate(wanted)


def make_demo(data: DataFolder) -> None:
    """The demo company's thirty days need a clock that can be moved, so a house of its own makes it, on an empty folder."""
    if data.launcher_pid() is not None:
        raise CannotGoOn(en="Stop Dianzhang first: dianzhang down", zh="请先停止店长：dianzhang down")
    if not demo_is_due(data):
        raise CannotGoOn(
            en=f"{data.root} already holds data; choose an empty folder with --data.",
            zh=f"{data.root} 中已有数据，请用 --data 指定空目录。",
        )
    screen = Screen()
    screen.begin(STARTING)
    house = House(data.root, base_port=0, clock_file=True, environment=demo_environment(data, making=True), tell=screen.tell)
    try:
        house.start(before=lambda: forget_unfinished_demo(data, screen))
        run_demo(house, screen)
    finally:
        screen.begin(STOPPING)
        house.stop()
        screen.end()
    for login in demo_logins(data):
        screen.console.print(f"  {login['role']}  {login['login']}  {login['password']}", markup=False)
