"""Runs btcli as a user would, and reads what it prints: it exits with 0 even where it failed."""

import json
import os
import subprocess

# Seconds. It starts slowly where others work too.
LIMIT = 180
# Tables are cut where the terminal ends.
WIDE = {**os.environ, "COLUMNS": "4000"}


class Failure(AssertionError):
    pass


def run(*args):
    """What a command prints, on both streams."""
    done = subprocess.run(["btcli", *args], capture_output=True, text=True, timeout=LIMIT, stdin=subprocess.DEVNULL, env=WIDE)
    return done.stdout, done.stderr


def read(*args):
    """The JSON that a command prints. It breaks long lines wherever the terminal ends, inside of strings too."""
    out, err = run(*args, "--json-output")
    begin = min((at for at in (out.find("{"), out.find("[")) if at >= 0), default=-1)
    try:
        return json.loads(out[begin:].replace("\n", "") if begin >= 0 else "")
    except json.JSONDecodeError:
        raise Failure(f"btcli {' '.join(args)} printed {out[-300:]!r} {err[-300:]!r}") from None
