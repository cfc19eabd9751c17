"""The `dianzhang` command."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from dianzhang import checkout
from dianzhang.folder import DataFolder, says_what_is_wrong
from dianzhang.house import DEFAULT_BASE_PORT, DEFAULT_PORT
from dianzhang.ports import HOST
from dianzhang.sentences import CannotGoOn, Sentence, language

app = typer.Typer(
    name="dianzhang",
    help=str(Sentence("Runs Dianzhang 店长: database, broker, services and gateway.", "运行店长：数据库、消息、各服务与网关。")),
    no_args_is_help=True,
    pretty_exceptions_enable=False,
)
orders = typer.Typer(help=str(Sentence("Orders.", "订单。")), no_args_is_help=True)
app.add_typer(orders, name="orders")
console = Console(highlight=False)

Data = Annotated[
    Path | None,
    typer.Option(
        "--data",
        envvar="DIANZHANG_DATA",
        help=str(Sentence("The data folder (.data in the checkout).", "数据目录（默认为程序目录下的 .data）。")),
    ),
]
Port = Annotated[
    int, typer.Option("--port", envvar="DIANZHANG_PORT", min=1, max=65535, help=str(Sentence("Port of the one address.", "访问端口。")))
]
BasePort = Annotated[
    int,
    typer.Option(
        "--base-port",
        envvar="DIANZHANG_BASE_PORT",
        min=0,
        max=65400,
        help=str(Sentence("First of the inner ports; 0 takes free ones.", "内部端口起点；0 表示自动选择。")),
    ),
]


def main() -> None:
    """Every refusal is one sentence and exit code 1."""
    try:
        with says_what_is_wrong(Path.cwd()):
            app()
    except CannotGoOn as problem:
        print(f" ✗ {problem}", file=sys.stderr)
        sys.exit(1)


@app.command(help=str(Sentence("Start everything here; Ctrl-C stops it in order.", "启动全部，按 Ctrl-C 依次停止。")))
def up(
    data: Data = None,
    port: Port = DEFAULT_PORT,
    base_port: BasePort = DEFAULT_BASE_PORT,
    host: Annotated[
        str,
        typer.Option(
            envvar="DIANZHANG_HOST",
            help=str(Sentence("Address to listen on; 0.0.0.0 for the whole office.", "监听地址；0.0.0.0 供整个办公室使用。")),
        ),
    ] = HOST,
    domain: Annotated[
        str | None,
        typer.Option(envvar="DIANZHANG_DOMAIN", help=str(Sentence("Domain name: TLS on port 443.", "域名：启用 443 端口 TLS。"))),
    ] = None,
    demo: Annotated[
        bool, typer.Option("--demo/--no-demo", help=str(Sentence("Make the demo company at the first start.", "首次启动时创建演示公司。")))
    ] = True,
) -> None:
    from dianzhang.screen import Screen
    from dianzhang.up import Wishes
    from dianzhang.up import up as run

    wishes = Wishes(
        data=data_root(data), port=port, base_port=base_port, host="0.0.0.0" if domain and host == HOST else host, domain=domain, demo=demo
    )
    raise typer.Exit(run(wishes, Screen()))


@app.command(help=str(Sentence("Stop what runs on the data folder.", "停止该数据目录上的运行。")))
def down(data: Data = None) -> None:
    from dianzhang.running import bring_down

    folder = DataFolder(data_root(data))
    if bring_down(folder):
        console.print(str(Sentence("Stopped.", "已停止。")))
    else:
        console.print(str(Sentence("Nothing runs here.", "没有正在运行的实例。")))


@app.command(help=str(Sentence("Show each part: process, port, health, memory.", "显示各部分：进程、端口、健康、内存。")))
def status(data: Data = None) -> None:
    from dianzhang.running import RunningHouse
    from dianzhang.screen import NAMES

    house = RunningHouse(DataFolder(data_root(data)))
    parts = house.parts()
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in (
        Sentence("Part", "部分"),
        Sentence("Process", "进程"),
        Sentence("Port", "端口"),
        Sentence("Health", "健康"),
        Sentence("Memory", "内存"),
    ):
        table.add_column(str(heading), header_style="dim")
    well, ill = Sentence("well", "正常"), Sentence("down", "不可用")
    for part in parts:
        health = f"[green]{well}[/]" if part.healthy else f"[red]{ill}[/]"
        table.add_row(
            str(NAMES.get(part.name, part.name)), str(part.pid or "–"), str(part.port), health, f"{part.memory_bytes / 1e6:.0f} MB"
        )
    console.print(table)
    console.print(f"{house.address}  ({sum(part.memory_bytes for part in parts) / 1e6:.0f} MB)")
    if not all(part.healthy for part in parts):
        raise typer.Exit(1)


@app.command(help=str(Sentence("Look for what stands in the way, and say what to do.", "检查环境并说明如何处理。")))
def doctor(data: Data = None, port: Port = DEFAULT_PORT, base_port: BasePort = DEFAULT_BASE_PORT) -> None:
    from dianzhang.doctor import examine

    signs = {"good": "[green]✓[/]", "careful": "[yellow]![/]", "bad": "[red]✗[/]"}
    findings = examine(DataFolder(data_root(data)), port=port, base_port=base_port)
    table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
    for finding in findings:
        table.add_row(signs[finding.verdict], str(finding.about), str(finding.words))
    console.print(table)
    if any(finding.verdict == "bad" for finding in findings):
        raise typer.Exit(1)


@app.command(help=str(Sentence("Bring the tables of all services, or of one, up to date.", "升级全部或指定服务的数据表。")))
def migrate(service: Annotated[str | None, typer.Argument()] = None, data: Data = None) -> None:
    from dianzhang.maintenance import migrate_tables

    done = migrate_tables(DataFolder(data_root(data)), only=service)
    up_to_date = Sentence("Everything is up to date.", "均为最新。")
    migrated = Sentence(f"Migrated: {', '.join(done)}.", f"已升级：{'、'.join(done)}。")
    console.print(str(migrated if done else up_to_date))


@app.command(help=str(Sentence("Make the demo company in an empty, stopped house.", "在空的、未运行的系统中创建演示公司。")))
def demo(data: Data = None) -> None:
    from dianzhang.maintenance import make_demo

    make_demo(DataFolder(data_root(data)))


@app.command(help=str(Sentence("Write the OpenAPI and AsyncAPI documents and the SPA's client.", "生成接口文档与前端客户端。")))
def openapi() -> None:
    # Imported late: only developers need the services in the launcher's own process.
    from dianzhang import openapi as documents

    for path in documents.write():
        console.print(f"  {path.relative_to(checkout.checkout())}")
    documents.generate_client()


@app.command(help=str(Sentence("Write everything into one file; the house may run meanwhile.", "备份到一个文件，可在运行中进行。")))
def backup(file: Path, data: Data = None) -> None:
    from dianzhang.backup import back_up

    size = back_up(DataFolder(data_root(data)), file.absolute())
    console.print(
        str(
            Sentence(
                f"{file} ({size / 1e6:.1f} MB). It holds the secrets of this house: keep it safe.",
                f"{file}（{size / 1e6:.1f} MB）。文件含本系统密钥，请妥善保管。",
            )
        )
    )


@app.command(help=str(Sentence("Fill an empty data folder from a backup.", "用备份恢复空的数据目录。")))
def restore(
    file: Path,
    data: Data = None,
    force: Annotated[bool, typer.Option("--force", help=str(Sentence("Move existing data aside first.", "先移开现有数据。")))] = False,
) -> None:
    from dianzhang.backup import restore as put_back

    aside = put_back(DataFolder(data_root(data)), file.absolute(), force=force)
    console.print(str(Sentence("Restored; start with: make run", "已恢复，可执行 make run 启动。")))
    if aside is not None:
        console.print(str(Sentence(f"What stood there before is in {aside}.", f"原有数据已移至 {aside}。")))


@orders.command("import", help=str(Sentence("Hand over a file of orders (xlsx, csv).", "导入订单文件（xlsx、csv）。")))
def import_file(
    file: Path,
    shop_id: Annotated[str, typer.Option(help=str(Sentence("The shop the orders belong to.", "订单所属店铺。")))],
    login: Annotated[
        str,
        typer.Option(
            prompt=str(Sentence("Login", "账号")), help=str(Sentence("A login, or an API client's id.", "账号，或 API 客户端编号。"))
        ),
    ],
    password: Annotated[str, typer.Option(envvar="DIANZHANG_PASSWORD", prompt=str(Sentence("Password", "密码")), hide_input=True)],
    client: Annotated[bool, typer.Option("--client", help=str(Sentence("Sign in as an API client.", "以 API 客户端身份登录。")))] = False,
    check: Annotated[bool, typer.Option("--check", help=str(Sentence("Only check, make nothing.", "只检查，不导入。")))] = False,
    address: Annotated[str | None, typer.Option(help=str(Sentence("Another house than the one here.", "其他实例的地址。")))] = None,
    data: Data = None,
) -> None:
    from dianzhang.order_file import Caller, import_orders, lines
    from dianzhang.running import RunningHouse

    answer = import_orders(
        file,
        shop_id=shop_id,
        check_only=check,
        address=address or RunningHouse(DataFolder(data_root(data))).address,
        caller=Caller(name=login, secret=password, is_client=client),
        language="zh-CN" if language() == "zh" else "en-US",
    )
    for name, value in lines(answer):
        console.print(f"  {name}: {value}", markup=False)


def data_root(given: Path | None) -> Path:
    return (given or Path(os.environ.get("DIANZHANG_DATA") or checkout.checkout() / ".data")).expanduser().absolute()
