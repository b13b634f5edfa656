"""A miner of the language subnet on Bittensor's own SDK: an order-2 model of bytes that learns from every question.

    python miner.py --url ws://127.0.0.1:9944 --netuid 2 --wallet python-miner --port 8200
"""

import argparse
import base64
import time
from typing import ClassVar, Optional

import bittensor as bt
from byte_model import ByteModel, pack
from signed_answers import SignedAnswers


class Predict(bt.Synapse):
    """What byte comes next at `position` of each lane? `contexts` are base64: the lanes' last bytes, lane after lane."""

    corpus: str
    part: int
    position: int
    lanes: int
    contexts: str
    distributions: Optional[str] = None
    required_hash_fields: ClassVar[tuple[str, ...]] = ("corpus", "part", "position", "lanes", "contexts")


def main(url: str, netuid: int, wallet: bt.Wallet, port: int):
    model = ByteModel()

    def predict(synapse: Predict) -> Predict:
        place = (synapse.dendrite.hotkey, synapse.corpus, synapse.part)
        revealed = base64.b64decode(synapse.contexts)
        synapse.distributions = pack(model.answer(place, synapse.lanes, synapse.position, revealed))
        return synapse

    subtensor = bt.Subtensor(network=url)
    registered = subtensor.burned_register(wallet, netuid)
    assert registered.success, registered.message
    uid = subtensor.get_uid_for_hotkey_on_subnet(wallet.hotkey.ss58_address, netuid)
    axon = bt.Axon(wallet=wallet, ip="127.0.0.1", port=port, external_ip="127.0.0.1", external_port=port)
    axon.app.add_middleware(SignedAnswers, hotkey=wallet.hotkey)
    axon.attach(predict)
    axon.start()
    assert subtensor.serve_axon(netuid, axon).success
    print(f"serves on port {port}", flush=True)
    while True:
        time.sleep(15)
        incentive = subtensor.metagraph(netuid).I[uid]
        print(f"learned {model.learned} bytes, incentive {incentive:.3f}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="ws://127.0.0.1:9944")
    parser.add_argument("--netuid", type=int, default=2)
    parser.add_argument("--wallet", default="python-miner")
    parser.add_argument("--wallet-path", default="~/.bittensor/wallets")
    parser.add_argument("--port", type=int, default=8200)
    given = parser.parse_args()
    main(given.url, given.netuid, bt.Wallet(name=given.wallet, path=given.wallet_path), given.port)
