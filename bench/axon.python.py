"""Bittensor's own axon and dendrite on the task of bench/axon.ts: signed requests of 1 kB over loopback.

Usage: axon.python.py serve PORT        axon of //Bob; prints "ready"
       axon.python.py ask PORT COUNT PARALLEL   dendrite of //Alice; prints requests a second
"""

import asyncio
import sys
import time
import typing

import bittensor
from bittensor_wallet import Keypair
from bittensor_wallet.mock import get_mock_wallet


class Double(bittensor.Synapse):
    input: int
    padding: str
    output: typing.Optional[int] = None
    required_hash_fields: typing.ClassVar[tuple[str, ...]] = ("input", "padding")


def forward(synapse: Double) -> Double:
    synapse.output = 2 * synapse.input
    return synapse


def wallet(uri: str):
    return get_mock_wallet(hotkey=Keypair.create_from_uri(uri))


def serve(port: int) -> None:
    axon = bittensor.Axon(wallet=wallet("//Bob"), ip="127.0.0.1", external_ip="127.0.0.1", port=port)
    axon.attach(forward_fn=forward)
    axon.start()
    while not axon.fast_server.started:
        time.sleep(0.05)
    print("ready", flush=True)
    sys.stdin.read()
    axon.stop()


async def ask(port: int, count: int, parallel: int) -> None:
    bittensor.utils.networking.get_external_ip = lambda: "203.0.113.1"
    dendrite = bittensor.Dendrite(wallet=wallet("//Alice"))
    bob = Keypair.create_from_uri("//Bob").ss58_address
    target = bittensor.AxonInfo(
        version=10005000, ip="127.0.0.1", port=port, ip_type=4, hotkey=bob, coldkey=bob, protocol=4
    )
    left = count

    async def worker() -> None:
        nonlocal left
        while left > 0:
            left -= 1
            answer = await dendrite.call(target, Double(input=21, padding="x" * 1000), timeout=12.0, deserialize=False)
            if not answer.is_success or answer.output != 42:
                raise SystemExit(f"{answer.dendrite.status_code}: {answer.dendrite.status_message}")

    for worker_count, budget in ((1, 20), (parallel, count)):
        left = budget
        start = time.perf_counter()
        await asyncio.gather(*(worker() for _ in range(worker_count)))
        seconds = time.perf_counter() - start
    print(count / seconds, flush=True)
    await dendrite.aclose_session()


if __name__ == "__main__":
    if sys.argv[1] == "serve":
        serve(int(sys.argv[2]))
    else:
        asyncio.run(ask(*map(int, sys.argv[2:5])))
