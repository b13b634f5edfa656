import type { Client } from "@myelin/client";
import { type ProvenEpoch, readProvenEpoch, type Verification, verifyEpoch } from "@myelin/verify";
import { useEffect, useRef, useState } from "react";
import { useChain } from "../../chain/use-session.ts";
import { Card, Notice } from "../../ui/parts.tsx";
import { formatInteger } from "../../ui/text.ts";
import { VerifyTable } from "./verify-table.tsx";
import { VerifyWhatIf } from "./verify-what-if.tsx";

type Run =
  | { readonly state: "idle" }
  | { readonly state: "reading"; readonly keys: number }
  | { readonly state: "failed"; readonly error: Error }
  | { readonly state: "done"; readonly verification: Verification };

interface VerifyProps {
  readonly netuid: number;
  readonly block: number;
  /** Hash of the block; verification is under it. */
  readonly hash: string;
  /** The neuron that the page is about. */
  readonly uid: number;
}

/** Proves what the epoch read and left, and runs the chain's own kernel in this browser. */
export function VerifyCard({ netuid, block, hash, uid }: VerifyProps) {
  const client = useChain((state) => state.client);
  const [run, start] = useVerification(client, netuid, hash);
  const isReading = run.state === "reading";
  return (
    <Card title="Verify" className="verify">
      <p className="verify-text">
        The numbers on this page are what the node says. Verifying believes it in one thing, the hash of block{" "}
        {formatInteger(block)}: headers are hashed again, every value comes with a proof against the state root in them,
        and the chain's own kernel, WebAssembly, computes the whole epoch in this browser.
      </p>
      <div className="verify-action">
        <button type="button" className="primary" disabled={isReading || client === undefined} onClick={start}>
          {run.state === "done" ? "Verify again" : "Verify"}
        </button>
        <span role="status" className="dim number">
          {isReading && <>{formatInteger(run.keys)} values proven …</>}
        </span>
      </div>
      {run.state === "failed" && <Notice kind="problem">It could not be verified. {run.error.message}</Notice>}
      {run.state === "done" && (
        <>
          <Outcome verification={run.verification} />
          <VerifyTable verification={run.verification} />
          <VerifyWhatIf epoch={run.verification.epoch} uid={uid} />
        </>
      )}
    </Card>
  );
}

/** One verification at a time, forgotten when another epoch is looked at. */
function useVerification(client: Client | undefined, netuid: number, hash: string): [Run, () => void] {
  const [run, setRun] = useState<Run>({ state: "idle" });
  const current = useRef("");
  useEffect(() => {
    current.current = hash;
    setRun({ state: "idle" });
    return () => {
      current.current = "";
    };
  }, [hash]);
  const start = () => {
    const tell = (next: Run) => {
      if (current.current === hash) setRun(next);
    };
    tell({ state: "reading", keys: 0 });
    readProvenEpoch(client!, netuid, hash, { onProgress: (keys) => tell({ state: "reading", keys }) })
      .then((epoch: ProvenEpoch) => verifyEpoch(epoch))
      .then((verification) => tell({ state: "done", verification }))
      .catch((error: Error) => tell({ state: "failed", error }));
  };
  return [run, start];
}

function Outcome({ verification: { isEqual, fields, gone } }: { verification: Verification }) {
  const compared = fields.reduce((sum, field) => sum + field.compared, 0);
  const different = fields.reduce((sum, field) => sum + field.different, 0);
  return (
    <p
      className={`check ${isEqual ? "good" : "bad"}`}
      role={isEqual ? "status" : "alert"}
      data-verified={isEqual ? "equal" : "different"}
    >
      {isEqual
        ? `✓ Verified: all ${formatInteger(compared)} figures of this epoch are what the chain stored.`
        : `✗ ${formatInteger(different)} of ${formatInteger(compared)} figures are not what the chain stored.`}
      {gone.length > 0 && ` Left out: neurons replaced later in the same block (${gone.join(", ")}).`}
    </p>
  );
}
