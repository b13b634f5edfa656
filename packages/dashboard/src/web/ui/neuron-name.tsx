import type { Neuron } from "@myelin/client";
import type { Identities } from "../chain/identities.ts";
import { hueOf } from "./colours.ts";
import { shortAddress } from "./text.ts";

export function nameOf({ hotkey, coldkey }: Pick<Neuron, "hotkey" | "coldkey">, identities: Identities): string {
  return identities.get(coldkey) ?? shortAddress(hotkey);
}

/** Any neuron with enough stake gets a permit; a validator is one that has used it. */
export function isValidator({ validatorPermit, lastUpdate, registeredAt }: Neuron): boolean {
  return validatorPermit && lastUpdate > registeredAt;
}

/** A neuron's number in its colour. */
export function UidDot({ uid }: { uid: number }) {
  return (
    <span className="uid" style={{ "--hue": hueOf(uid) } as React.CSSProperties}>
      {uid}
    </span>
  );
}
