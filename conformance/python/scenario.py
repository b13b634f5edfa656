"""Bittensor's own SDK against one node: connect, read, transfer. Writes one JSON line a check.

Usage: scenario.py URL FOLDER; the folder gets the wallets.
"""

import json
import sys
import traceback

import bittensor
from bittensor import Balance, Subtensor
from bittensor_wallet import Wallet

NETUID = 1
AMOUNT = Balance.from_rao(1_234_567_890)


def report(name, work):
    """Runs one check; its error is the reason of the failure."""
    try:
        work()
        result = {"name": name, "ok": True}
    except Exception as error:  # a failing check must not hide the next ones
        where = traceback.extract_tb(error.__traceback__)[-1]
        result = {"name": name, "ok": False, "reason": f"{type(error).__name__}: {error} ({where.name}:{where.lineno})"}
    print(json.dumps(result), flush=True)


def expect(condition, what):
    if not condition:
        raise AssertionError(what)


def key_of(uri, folder):
    wallet = Wallet(name=uri.strip("/"), hotkey="default", path=folder)
    wallet.create_coldkey_from_uri(uri, use_password=False, overwrite=True, suppress=True)
    wallet.create_hotkey_from_uri(uri + "Hot", use_password=False, overwrite=True, suppress=True)
    return wallet


def main(url, folder):
    subtensor = Subtensor(network=url)
    alice = key_of("//Alice", folder)
    receiver = key_of(f"//Receiver//{bittensor.__version__}", folder).coldkeypub.ss58_address

    def blocks():
        first = subtensor.get_current_block()
        subtensor.wait_for_block(first + 2)
        expect(subtensor.get_current_block() >= first + 2, "blocks do not come")

    def balance():
        expect(subtensor.get_balance(alice.coldkeypub.ss58_address).tao > 1000, "Alice is poor")

    def subnets():
        found = [int(netuid) for netuid in subtensor.get_all_subnets_netuid()]
        expect(found == [0, NETUID], f"subnets {found}")

    def subnet_details():
        found = [subnet.netuid for subnet in subtensor.all_subnets()]
        expect(found == [0, NETUID], f"subnets {found}")

    def metagraph():
        graph = subtensor.metagraph(NETUID)
        expect(graph.netuid == NETUID, "another subnet")
        expect(len(graph.uids) == len(graph.hotkeys) == int(graph.n), "lists of different lengths")
        expect(subtensor.get_metagraph_info(NETUID).netuid == NETUID, "no metagraph info")

    def neurons():
        expect(isinstance(subtensor.neurons_lite(NETUID), list), "no list")

    def hyperparameters():
        expect(subtensor.get_subnet_hyperparameters(NETUID).tempo > 0, "no tempo")

    def price():
        expect(subtensor.get_subnet_price(NETUID).tao > 0, "no price")

    def delegates():
        expect(isinstance(subtensor.get_delegates(), list), "no list")

    def fee():
        paid = subtensor.get_transfer_fee(alice, receiver, AMOUNT)
        expect(paid.rao > 0, "transfers cost nothing")

    def transfer():
        before = subtensor.get_balance(receiver)
        response = subtensor.transfer(
            wallet=alice,
            destination_ss58=receiver,
            amount=AMOUNT,
            wait_for_inclusion=True,
            wait_for_finalization=True,
        )
        expect(response.success, f"refused: {response.message}")
        arrived = subtensor.get_balance(receiver) - before
        expect(arrived == AMOUNT, f"{arrived} arrived")

    def refused():
        response = subtensor.transfer(
            wallet=alice,
            destination_ss58=receiver,
            amount=Balance.from_tao(900_000_000),
            wait_for_inclusion=True,
            wait_for_finalization=True,
        )
        expect(not response.success, "more than there is was sent")

    checks = [blocks, balance, subnets, metagraph, neurons, hyperparameters, price, delegates, fee, transfer, refused]
    # Up to 10.4 the SDK asks for Swap.AlphaSqrtPrice, which spec 425 has no more, and then divides by an empty pool.
    if tuple(map(int, bittensor.__version__.split(".")[:2])) >= (10, 5):
        checks.append(subnet_details)
    for check in checks:
        report(check.__name__, check)
    subtensor.close()


main(*sys.argv[1:])
