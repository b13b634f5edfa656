"""Fetches a metagraph for every line that comes in, and tells how long it took."""

import json
import sys
import time

from bittensor import Subtensor

url, netuid = sys.argv[1], int(sys.argv[2])
subtensor = Subtensor(network=url)


def fetch():
    began = time.perf_counter()
    graph = subtensor.metagraph(netuid)
    took = time.perf_counter() - began
    print(json.dumps({"neurons": int(graph.n), "ms": 1000 * took}), flush=True)


fetch()
for _ in sys.stdin:
    fetch()
