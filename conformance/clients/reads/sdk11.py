"""Calls every read that the client of version 11 names, with plausible arguments. One JSON line a read."""

import asyncio
import json
import os
import sys

import bittensor as bt

ME = "5GrwvaEF5zXb26Fz9rcQpDWS57CtERHpNehXCPcNoHGKutQY"
BY_TYPE = {"integer": 1, "number": 1.0, "string": "tempo", "boolean": True, "array": [ME]}
BY_NAME = {"netuids": [1], "mechid": 0, "signatories": [ME], "threshold": 1, "call_hash": "0x" + "11" * 32}
LIMIT = 20


def argument(name, kind):
    if name in BY_NAME:
        return BY_NAME[name]
    if "ss58s" in name:
        return [ME]
    return ME if "ss58" in name else BY_TYPE.get(kind, 1)


async def main(url):
    client = bt.Client(url)
    await client.connect()
    for read in client.reads():
        given = {name: argument(name, kind) for name, kind in read["params"].items()}
        try:
            await asyncio.wait_for(client.read(read["name"], **given), LIMIT)
            result = {"name": read["name"], "ok": True}
        except BaseException as error:
            result = {"name": read["name"], "ok": False, "reason": f"{type(error).__name__}: {error}"[:200]}
        print("MYELIN-READ " + json.dumps(result), flush=True)


asyncio.run(asyncio.wait_for(main(sys.argv[1]), 300))
# Closing may wait for ever where reads failed.
os._exit(0)
