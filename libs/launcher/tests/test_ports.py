import os
import socket

import pytest

from dianzhang.ports import HOST, fixed_ports, free_ports, is_free, refuse_taken
from dianzhang.sentences import CannotGoOn


def test_a_taken_port_is_named_with_its_part_and_its_holder() -> None:
    ports = free_ports()
    with socket.socket() as holder:
        holder.bind((HOST, ports.services["orders"]))
        holder.listen()
        with pytest.raises(CannotGoOn, match=rf"Port {ports.services['orders']} \(orders\) is taken by .* \({os.getpid()}\)"):
            refuse_taken(ports.by_part(["people", "orders"]), gateway_host=HOST)
    refuse_taken(ports.by_part(["people", "orders"]), gateway_host=HOST)
    ports.release()


def test_houses_with_free_ports_never_share_one() -> None:
    houses = [free_ports() for _ in range(20)]
    used = [port for house in houses for port in house.by_part(list(house.services)).values()]
    assert len(used) == len(set(used))
    for house in houses:
        house.release()


def test_fixed_ports_are_those_of_the_map() -> None:
    ports = fixed_ports(gateway=8080, base=8100)
    assert [ports.services[name] for name in ("people", "catalog", "warehouse", "orders", "channels")] == [8101, 8102, 8103, 8104, 8105]


def test_a_port_whose_connections_have_just_closed_is_free() -> None:
    server = socket.create_server((HOST, 0))
    port = server.getsockname()[1]
    client = socket.create_connection((HOST, port))
    accepted, _ = server.accept()
    accepted.close()
    client.close()
    server.close()
    assert is_free(port)
