import { toHex } from "@myelin/primitives/hex";
import { AccountLink } from "./parts.tsx";
import { clean, formatAmount, formatInteger, shortHash } from "./text.ts";

const DEEPEST = 8;
const LIST_SHOWN = 12;
const ACCOUNT_NAMES =
  /^(who|account|from|to|dest|id|hotkey|coldkey|owner|delegate|proxy|origin_hotkey|destination_hotkey|destination_coldkey|old|new|parent|child)(_?account|_?key)?$|hotkey|coldkey/i;
const AMOUNT_NAMES = /amount|value|fee|tip|stake|emission|burn|deposit|free|price/i;

interface ValueProps {
  readonly value: unknown;
  /** The field's name: it tells accounts from hashes, and amounts from counts. */
  readonly name?: string;
  readonly depth?: number;
}

/** Any decoded value of the chain, readable: accounts as links, amounts with their unit's figure, enums by name. */
export function Value({ value, name = "", depth = 0 }: ValueProps) {
  if (depth > DEEPEST) return <span className="dim">…</span>;
  if (value === undefined || value === null) return <span className="dim">none</span>;
  if (typeof value === "boolean") return <span className="keyword">{value ? "yes" : "no"}</span>;
  if (typeof value === "number") return <span className="number">{formatInteger(value)}</span>;
  if (typeof value === "bigint") return <Amount value={value} name={name} />;
  if (typeof value === "string") return <Text value={value} name={name} />;
  if (value instanceof Uint8Array) return <Bytes value={value} />;
  if (Array.isArray(value)) return <List value={value} name={name} depth={depth} />;
  return <Fields value={value as Record<string, unknown>} name={name} depth={depth} />;
}

/** The chain does not say whether an amount is TAO or alpha; both are counted in rao. */
function Amount({ value, name }: { value: bigint; name: string }) {
  const plain = formatInteger(value);
  if (!AMOUNT_NAMES.test(name)) return <span className="number">{plain}</span>;
  return (
    <span className="number" title={formatAmount(value, 9)}>
      {plain} <span className="dim">rao</span>
    </span>
  );
}

function Text({ value, name }: { value: string; name: string }) {
  if (!/^0x[0-9a-f]*$/i.test(value)) return <bdi>{clean(value, 200)}</bdi>;
  if (value.length === 66 && ACCOUNT_NAMES.test(name)) return <AccountLink account={value} />;
  return (
    <code title={value} className="hash">
      {value.length > 20 ? shortHash(value) : value}
    </code>
  );
}

function Bytes({ value }: { value: Uint8Array }) {
  const text = printable(value);
  if (text !== undefined) return <bdi>“{text}”</bdi>;
  const hex = toHex(value.subarray(0, 64));
  return (
    <code className="hash" title={hex}>
      {value.length > 12 ? `${hex.slice(0, 20)}… (${value.length} bytes)` : hex}
    </code>
  );
}

function printable(bytes: Uint8Array): string | undefined {
  if (bytes.length === 0 || bytes.length > 512) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /^[\p{L}\p{N}\p{P}\p{S}\p{Zs}\n]+$/u.test(text) ? clean(text, 120) : undefined;
  } catch {
    return undefined;
  }
}

function List({ value, name, depth }: { value: readonly unknown[]; name: string; depth: number }) {
  if (value.length === 0) return <span className="dim">empty</span>;
  const flat = value.every((item) => typeof item === "number" || typeof item === "bigint");
  const shown = value.slice(0, flat ? 4 * LIST_SHOWN : LIST_SHOWN);
  const rest = value.length - shown.length;
  return (
    <ul className={flat ? "value-flat" : "value-list"}>
      {shown.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a decoded list never changes
        <li key={i}>
          <Value value={item} name={name} depth={depth + 1} />
        </li>
      ))}
      {rest > 0 && <li className="dim">and {formatInteger(rest)} more</li>}
    </ul>
  );
}

function Fields({ value, name, depth }: { value: Record<string, unknown>; name: string; depth: number }) {
  const { type, value: inner, ...others } = value;
  if (typeof type === "string" && Object.keys(others).length === 0) {
    return (
      <span className="variant">
        <span className="keyword">{type}</span>
        {inner !== undefined && <Value value={inner} name={type === "Id" ? "id" : name} depth={depth + 1} />}
      </span>
    );
  }
  return (
    <dl className="value-fields">
      {Object.entries(value).map(([field, item]) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd>
            <Value value={item} name={field} depth={depth + 1} />
          </dd>
        </div>
      ))}
    </dl>
  );
}
