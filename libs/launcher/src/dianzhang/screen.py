"""How a start looks at the terminal: a spinner and one line a part, or plain lines where nobody looks."""

from rich.console import Console
from rich.status import Status
from rich.table import Table
from rich.text import Text

from dianzhang.sentences import Sentence
from dianzhang.telling import State

SIGNS: dict[State, tuple[str, str]] = {
    "ready": ("✓", "green"),
    "failed": ("✗", "red"),
    "note": ("!", "yellow"),
    "stopped": ("·", "dim"),
}
NAMES = {
    "postgres": Sentence("PostgreSQL", "数据库 PostgreSQL"),
    "nats": Sentence("NATS JetStream", "消息 NATS JetStream"),
    "tables": Sentence("tables", "数据表"),
    "gateway": Sentence("gateway", "网关"),
    "house": Sentence("house", "系统"),
    "disk": Sentence("disk", "磁盘"),
    "demo": Sentence("demo company", "演示公司"),
    "people": Sentence("people", "人员 people"),
    "catalog": Sentence("catalog", "商品 catalog"),
    "warehouse": Sentence("warehouse", "仓库 warehouse"),
    "orders": Sentence("orders", "订单 orders"),
    "channels": Sentence("channels", "店铺 channels"),
}
STARTING = Sentence("Starting Dianzhang …", "正在启动店长 …")
STOPPING = Sentence("Stopping …", "正在停止 …")


class Screen:
    def __init__(self, console: Console | None = None) -> None:
        self.console = console or Console(highlight=False, soft_wrap=True)
        self._waiting: dict[str, str] = {}
        """Name to how far it is."""
        self._status: Status | None = None

    def begin(self, words: Sentence) -> None:
        self.end()
        self._waiting.clear()
        if self.console.is_terminal:
            self._status = self.console.status(str(words))
            self._status.start()
        else:
            self.console.print(str(words), markup=False)

    def end(self) -> None:
        if self._status is not None:
            self._status.stop()
            self._status = None

    def tell(self, part: str, state: State, words: Sentence | None) -> None:
        """House's `tell`."""
        name = str(NAMES.get(part, part))
        if state in ("starting", "stopping"):
            self._waiting[name] = f"{name} ({words})" if words else name
            if words and not self.console.is_terminal:
                self.console.print(f" … {name}  {words}", markup=False)
        else:
            self._waiting.pop(name, None)
            sign, style = SIGNS[state]
            line = Text.assemble((f" {sign} ", style), name, (f"  {words}" if words else "", "dim" if state == "ready" else ""))
            self.console.print(line)
        if self._status is not None:
            self._status.update(f"{', '.join(self._waiting.values())} …" if self._waiting else "…")

    def refuse(self, words: object) -> None:
        self.end()
        self.console.print(Text.assemble((" ✗ ", "red"), str(words)))

    def welcome(self, address: str, logins: list[dict[str, str]], seconds: float) -> None:
        self.end()
        ready = Sentence(f"Ready in {seconds:.1f} s:", f"已就绪（{seconds:.1f} 秒）：")
        self.console.print()
        self.console.print(Text.assemble(f" {ready} ", (address, "bold cyan")))
        if logins:
            table = Table(title=None, box=None, padding=(0, 2, 0, 1))
            for heading in (Sentence("Role", "角色"), Sentence("Login", "账号"), Sentence("Password", "密码")):
                table.add_column(str(heading), style="none", header_style="dim")
            for login in logins:
                table.add_row(login["role"], login["login"], login["password"])
            self.console.print(table)
        self.console.print(Text(str(Sentence(" Ctrl-C stops everything.", " 按 Ctrl-C 停止。")), "dim"))
