import { toHex } from "@myelin/primitives/hex";
import { type Form, formOf, type Shape } from "../chain/shapes.ts";
import { fixedText, numberText } from "./amounts.ts";
import { useMetadata } from "./metadata.ts";
import { AccountLink } from "./parts.tsx";
import { clean, formatInteger, shortHash } from "./text.ts";

const DEEPEST = 12;
const LIST_SHOWN = 12;

interface ValueProps {
  readonly value: unknown;
  /** What the metadata says of it. */
  readonly shape?: Shape;
  /** The field's name and its pallet: they tell amounts from counts. */
  readonly name?: string;
  readonly pallet?: string | undefined;
  readonly depth?: number;
}

/** Any decoded value of the chain, readable: accounts as links, amounts in their unit, enums and errors by name. */
export function Value(props: ValueProps) {
  const metadata = useMetadata();
  const { value, name = "", pallet, depth = 0 } = props;
  if (depth > DEEPEST) return <span className="dim">…</span>;
  if (value === undefined || value === null) return <span className="dim">none</span>;
  if (typeof value === "boolean") return <span className="keyword">{value ? "yes" : "no"}</span>;
  if (typeof value === "number") return <span className="number">{formatInteger(value)}</span>;
  if (typeof value === "bigint") return <Integer value={value} name={name} pallet={pallet} />;
  if (value instanceof Uint8Array) return <Bytes value={value} />;
  const form: Form = metadata === undefined ? { kind: "plain" } : formOf(metadata.types, props.shape);
  if (typeof value === "string") return <Text value={value} form={form} />;
  const inner = { ...props, name, depth: depth + 1, form };
  if (Array.isArray(value)) return <List {...inner} value={value} />;
  return <Fields {...inner} value={value as Record<string, unknown>} />;
}

function Integer({ value, name, pallet }: { value: bigint; name: string; pallet: string | undefined }) {
  const plain = formatInteger(value);
  const text = numberText(value, name, pallet);
  if (text === undefined) return <span className="number">{plain}</span>;
  return (
    <span className="number" title={plain}>
      {text}
    </span>
  );
}

function Text({ value, form }: { value: string; form: Form }) {
  if (form.kind === "account") return <AccountLink account={value} />;
  if (!/^0x[0-9a-f]*$/i.test(value)) return <bdi>{clean(value, 200)}</bdi>;
  return (
    <code title={value} className="hash">
      {value.length > 20 ? shortHash(value) : value}
    </code>
  );
}

const BYTES_SHOWN = 12;

function Bytes({ value }: { value: Uint8Array }) {
  if (value.length === 0) return <span className="dim">empty</span>;
  const text = printable(value);
  if (text !== undefined) return <bdi>“{text}”</bdi>;
  const hex = toHex(value.subarray(0, 64));
  return (
    <code className="hash" title={hex}>
      {value.length > BYTES_SHOWN ? `${hex.slice(0, 20)}… (${formatInteger(value.length)} bytes)` : hex}
    </code>
  );
}

function printable(bytes: Uint8Array): string | undefined {
  if (bytes.length > 512) return undefined;
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /^[\p{L}\p{N}\p{P}\p{S}\p{Zs}\n]+$/u.test(text) ? clean(text, 120) : undefined;
  } catch {
    return undefined;
  }
}

interface InnerProps<T> extends Required<Pick<ValueProps, "name" | "depth">> {
  readonly value: T;
  readonly form: Form;
  readonly pallet?: string | undefined;
}

function List({ value, name, pallet, depth, form }: InnerProps<readonly unknown[]>) {
  if (value.length === 0) return <span className="dim">empty</span>;
  const flat = value.every((item) => typeof item === "number" || typeof item === "bigint");
  const shown = value.slice(0, flat ? 4 * LIST_SHOWN : LIST_SHOWN);
  const rest = value.length - shown.length;
  const shapeOf = (i: number) =>
    form.kind === "list" ? form.item : form.kind === "fields" ? form.fields[i]?.type : undefined;
  return (
    <ul className={flat ? "value-flat" : "value-list"}>
      {shown.map((item, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a decoded list never changes
        <li key={i}>
          <Value value={item} shape={shapeOf(i)} name={name} pallet={pallet} depth={depth} />
        </li>
      ))}
      {rest > 0 && <li className="dim">and {formatInteger(rest)} more</li>}
    </ul>
  );
}

function Fields({ value, name, pallet, depth, form }: InnerProps<Record<string, unknown>>) {
  const metadata = useMetadata();
  if (form.kind === "fixed" && typeof value["bits"] === "bigint") {
    return (
      <span className="number" title={`${value["bits"]} / 2^${form.fraction}`}>
        {fixedText(value["bits"], form.fraction)}
      </span>
    );
  }
  const { type, value: inner, ...others } = value;
  if (typeof type === "string" && Object.keys(others).length === 0) {
    if (type === "Module") return <ModuleError error={inner} />;
    const fields = form.kind === "variants" ? form.fieldsOf.get(type) : undefined;
    // A call within a call stands in its pallet's enum: what is within belongs to that pallet.
    const own = metadata?.palletNames.includes(type) ? type : pallet;
    return (
      <span className="variant">
        <span className="keyword">{type}</span>
        {inner !== undefined && <Value value={inner} shape={fields} name={name} pallet={own} depth={depth} />}
      </span>
    );
  }
  const fields = form.kind === "fields" ? form.fields : [];
  return (
    <dl className="value-fields">
      {Object.entries(value).map(([field, item]) => (
        <div key={field}>
          <dt>{field}</dt>
          <dd>
            <Value
              value={item}
              shape={fields.find((each) => each.name === field)?.type}
              name={field}
              pallet={pallet}
              depth={depth}
            />
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** `DispatchError::Module`: its two numbers name an error of a pallet, which says what went wrong. */
function ModuleError({ error }: { error: unknown }) {
  const metadata = useMetadata();
  const { index, error: bytes } = (error ?? {}) as { index?: number; error?: Uint8Array };
  if (metadata === undefined || index === undefined || bytes?.[0] === undefined) return <span>Module</span>;
  const { pallet, name, docs } = metadata.moduleError(index, bytes[0]);
  return (
    <span>
      <strong className="failure">
        {pallet}.{name}
      </strong>{" "}
      <span className="dim">{docs}</span>
    </span>
  );
}
