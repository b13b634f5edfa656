import type { AlteredWeight, ProvenEpoch, Verification } from "@myelin/verify";
import { type Command, InvalidArgumentError } from "commander";
import { type BlockId, parseBlockId } from "../chain/block-id.ts";
import { withClient } from "../session/connect.ts";
import { type NodeOptions, parseNetuid, withNetuid, withNode } from "../session/options.ts";
import { ensureSubnet } from "../session/subnets.ts";
import { CliError } from "../terminal/errors.ts";
import { fields, show } from "../terminal/output.ts";
import { withProgress } from "../terminal/progress.ts";
import { style } from "../terminal/style.ts";
import { table } from "../terminal/table.ts";

interface Options extends NodeOptions {
  readonly netuid: number;
  readonly block?: BlockId;
  readonly alterWeight?: AlteredWeight;
  readonly mechanism?: number;
}

export function configure(command: Command): void {
  withNetuid(withNode(command))
    .option("--block <id>", "block that ran the epoch, by number or hash (default: the last epoch)", parseBlockId)
    .option(
      "--alter-weight <v:m=value>",
      "what if validator V had given miner M this weight, 0 to 65535? Names the first figure that differs",
      parseAlteration,
    )
    .option("--mechanism <number>", "of the altered weight (default: 0)", parseNetuid)
    .addHelpText(
      "after",
      `
Examples:
  $ myelin verify --netuid 2
  $ myelin verify --netuid 2 --block 120
  $ myelin verify --netuid 2 --block 0x3f… --json      trust one hash, and nothing else the node says
  $ myelin verify --netuid 2 --alter-weight 3:5=0      an altered weight is noticed

Everything that the epoch read is read with proofs against the state root of the block before it, and what the chain stored
against that of its own block, under the block's hash. The kernel that the chain runs computes the epoch again.
Ends with 0 if every figure is the chain's, with 1 if one differs or could not be proven.`,
    )
    .action(verify);
}

async function verify(options: Options): Promise<void> {
  const { netuid, block, alterWeight, mechanism } = options;
  const altered = alterWeight && { ...alterWeight, mechanism };
  if (mechanism !== undefined && altered === undefined) {
    throw new CliError("CLI_BAD_INPUT", "--mechanism says where --alter-weight alters a weight; give both.");
  }
  const { readProvenEpoch, verifyEpoch, describeDifference } = await import("@myelin/verify");
  await withClient(options.url, async (client) => {
    await ensureSubnet(client, netuid);
    let proven = 0;
    const reading = readProvenEpoch(client, netuid, block, { onProgress: (keys) => (proven = keys) });
    const epoch = await withProgress(options, () => `${proven.toLocaleString("en-US")} keys proven`, reading);
    const verification = await verifyEpoch(epoch, altered);
    const { first } = verification;
    const difference = first && describeDifference(first, epoch.state.inputs.length);
    show(options, resultOf(verification, difference), () => report(verification));
    if (difference === undefined) return;
    throw new CliError(
      "CLI_DIFFERENT",
      altered === undefined
        ? `The chain's figures are not those of its state. The first that differs: ${difference}.`
        : `With the altered weight the epoch is another one. The first figure that differs: ${difference}.`,
    );
  });
}

/** What `--json` prints. */
function resultOf(verification: Verification, difference: string | undefined) {
  const { epoch, isEqual, first, fields: compared, gone, kernelMs, altered } = verification;
  const { state, stateRoots, proof } = epoch;
  return {
    netuid: state.netuid,
    block: state.block,
    hash: state.hash,
    parentHash: state.parentHash,
    stateRoots,
    neurons: state.hotkeys.length,
    mechanisms: state.inputs.length,
    isEqual,
    first: first === undefined ? null : { ...first, text: difference },
    fields: compared,
    gone,
    altered: altered === undefined ? null : { ...altered, was: altered.was ?? null },
    kernelMs,
    proof,
  };
}

function report(verification: Verification): string {
  const { epoch, fields: compared, gone, kernelMs, altered } = verification;
  const rows = table(compared, [
    { title: "figure", value: ({ field }) => LABELS[field] },
    { title: "compared", value: ({ compared: count }) => count.toLocaleString("en-US"), align: "right" },
    {
      title: "equal",
      value: ({ compared: count, different }) => (count - different).toLocaleString("en-US"),
      align: "right",
    },
    { title: "", value: ({ different }) => (different === 0 ? style("green", "✓") : style("red", `✗ ${different}`)) },
  ]);
  const facts = fields([
    ["epoch", `block ${epoch.state.block}, ${neuronsOf(epoch)}`],
    ["trusted", `the hash of block ${epoch.state.block}, ${epoch.state.hash}`],
    ["proven", proofText(epoch)],
    ["kernel", `${kernelMs.toFixed(2)} ms`],
    ...(altered === undefined ? [] : [["altered", alterationText(altered)] as const]),
    ...(gone.length === 0 ? [] : [["left out", goneText(gone)] as const]),
  ]);
  const lines = [facts, "", rows];
  if (verification.isEqual) lines.push("", `${style("green", "✓")} ${equalText(verification)}`);
  return lines.join("\n");
}

const LABELS: Readonly<Record<Verification["fields"][number]["field"], string>> = {
  consensus: "consensus",
  incentive: "incentive",
  validatorTrust: "validator trust",
  dividends: "dividends",
  bonds: "bonds",
  permits: "validator permits",
  stakeWeight: "stake weight",
  active: "active",
  emission: "emission",
};

function neuronsOf({ state }: ProvenEpoch): string {
  const { netuid, hotkeys, inputs } = state;
  const mechanisms = inputs.length === 1 ? "" : `, ${inputs.length} mechanisms`;
  const neurons = hotkeys.length === 1 ? "1 neuron" : `${hotkeys.length.toLocaleString("en-US")} neurons`;
  return `subnet ${netuid}, ${neurons}${mechanisms}`;
}

function proofText({ proof }: ProvenEpoch): string {
  const { keys, nodes, bytes, requests, ms } = proof;
  const count = (n: number) => n.toLocaleString("en-US");
  return `${count(keys)} keys by ${count(nodes)} nodes, ${count(Math.ceil(bytes / 1_000))} kB in ${requests} requests, ${ms.toFixed(0)} ms`;
}

function alterationText({ validator, miner, value, was }: NonNullable<Verification["altered"]>): string {
  return `weight of ${validator} for ${miner}: ${value} instead of ${was ?? "none"}`;
}

function goneText(uids: readonly number[]): string {
  return `${uids.length === 1 ? "neuron" : "neurons"} ${uids.join(", ")}: replaced later in the same block`;
}

function equalText({ altered }: Verification): string {
  return altered === undefined
    ? "Every figure is what the chain stored."
    : "Every figure is what the chain stored: that weight makes no difference to the epoch.";
}

function parseAlteration(text: string): AlteredWeight {
  const match = /^(\d{1,5}):(\d{1,5})=(\d{1,5})$/.exec(text);
  const [validator, miner, value] = (match ?? []).slice(1).map(Number);
  if (value === undefined || value > 65_535) {
    throw new InvalidArgumentError("Write it as validator:miner=weight, such as 3:5=0; a weight is 0 to 65535.");
  }
  return { validator: validator!, miner: miner!, value };
}
