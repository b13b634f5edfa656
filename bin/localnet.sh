#!/usr/bin/env bash
# A local network for test suites of Bittensor's clients, started as subtensor's scripts/localnet.sh is.
#
#   bin/localnet.sh [True|False]    blocks every 250 ms (True, unless said) or every 12 s
#
# Each start is a clean chain, served on the ports 9944 and 9945. "Imported #1" on standard output: it is ready.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
cd "$here/.."
exec node --max-semi-space-size=64 bin/localnet.mjs "$@"
