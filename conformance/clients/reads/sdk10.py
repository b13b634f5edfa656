"""Calls every method of the SDK's client that only reads, with plausible arguments. One JSON line a method."""

import inspect
import json
import os
import sys
import warnings

warnings.simplefilter("ignore")
import logging

import bittensor as bt
from bittensor_wallet import Keypair

logging.disable(logging.CRITICAL)
ALICE = Keypair.create_from_uri("//Alice")
BOB = Keypair.create_from_uri("//Bob").ss58_address
ME = ALICE.ss58_address
TAO = bt.Balance.from_tao(1)
NOT_READS = {"close", "wait_for_block", "add_args", "setup_config", "help", "config", "register_subnet"}


class Wallet:
    name, coldkey, coldkeypub, hotkey = "alice", ALICE, ALICE, ALICE

    def unlock_coldkey(self):
        pass


ARGUMENTS = dict(
    **dict.fromkeys(["netuid", "origin_netuid", "crowdloan_id", "epochs"], 1),
    **dict.fromkeys(["uid", "mechid", "destination_netuid"], 0),
    **dict.fromkeys(["hotkey_ss58", "coldkey_ss58", "address", "hotkey", "delegate_account_ss58"], ME),
    **dict.fromkeys(["real_account_ss58"], ME),
    **dict.fromkeys(["coldkey_ss58s", "hotkey_ss58s", "addresses", "hotkey_ss58_list"], [ME]),
    **dict.fromkeys(["dest", "destination_ss58"], BOB),
    **dict.fromkeys(["amount", "value", "amount_tao"], TAO),
    **dict.fromkeys(["name", "param_name"], "Tempo"),
    **dict.fromkeys(["module"], "SubtensorModule"),
    **dict.fromkeys(["module_name", "call_module"], "Balances"),
    constant_name="ExistentialDeposit",
    wallet=Wallet(),
    all_netuids=[0, 1],
    filter_for_netuids=[1],
    all_hotkeys=[Wallet()],
    proposal_hash="0x" + "11" * 32,
    lite=True,
    runtime_api="SwapRuntimeApi",
    method="current_alpha_price",
    call_function="transfer_keep_alive",
    call_params={"dest": BOB, "value": 1},
    keypair=ALICE,
)
SPECIAL = {
    "query_runtime_api": dict(params=[1]),
    "query_module": dict(params=[1]),
    "query_subtensor": dict(params=[1]),
    "query_map": dict(params=[]),
    "query_map_subtensor": dict(params=[]),
    "state_call": dict(method="Core_version", data=""),
    "determine_block_hash": dict(block=1),
    # Has no default for it, though "no block" is one of its values.
    "filter_netuids_by_registered_hotkeys": dict(block=None),
}


def arguments_of(name, method, client):
    given = dict(SPECIAL.get(name, {}))
    if name == "get_extrinsic_fee":
        given["call"] = client.compose_call("Balances", "transfer_keep_alive", {"dest": BOB, "value": 1})
    for parameter in list(inspect.signature(method).parameters.values())[1:]:
        if parameter.default is inspect.Parameter.empty and parameter.name in ARGUMENTS:
            given.setdefault(parameter.name, ARGUMENTS[parameter.name])
    return given


def call(client, name, method):
    # Takes addresses one after the other.
    if name == "get_balances":
        return client.get_balances(ME, BOB)
    return getattr(client, name)(**arguments_of(name, method, client))


def main(url):
    client = bt.Subtensor(network=url)
    for name, method in inspect.getmembers(bt.Subtensor, inspect.isfunction):
        writes = {"wait_for_inclusion", "wait_for_finalization"} & set(inspect.signature(method).parameters)
        if name.startswith("_") or name in NOT_READS or writes:
            continue
        try:
            call(client, name, method)
            result = {"name": name, "ok": True}
        except BaseException as error:
            result = {"name": name, "ok": False, "reason": f"{type(error).__name__}: {error}"[:200]}
        print("MYELIN-READ " + json.dumps(result), flush=True)


main(sys.argv[1])
os._exit(0)
