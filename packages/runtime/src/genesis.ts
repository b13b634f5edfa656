/**
 * What a chain specification says about the first state, and the development network's.
 * Source of the accounts and amounts: `node/src/chain_spec/localnet.rs`.
 */
import type { AccountId, Hex } from "@myelin/frame";
import { MyelinError } from "@myelin/primitives/errors";
import { toHex } from "@myelin/primitives/hex";
import { keypairFromUri } from "@myelin/primitives/keys";
import { decodeAddress, encodeAddress } from "@myelin/primitives/ss58";
import { U64_MAX } from "./arithmetic.ts";

/** The keys of one validator: who authors its blocks (sr25519) and who finalises (ed25519). */
export interface AuthorityKeys {
  readonly aura: Hex;
  readonly grandpa: Hex;
}

/** The first state of a network. Balances in rao. */
export interface Genesis {
  readonly balances: readonly { readonly account: AccountId; readonly free: bigint }[];
  readonly authorities: readonly AuthorityKeys[];
  /** The account that may act as root; nobody where absent. */
  readonly sudoKey?: AccountId;
  /** Who owns the root network, and may start it; the account of zeros where absent. */
  readonly rootOwner?: RootOwner;
}

export interface RootOwner {
  readonly coldkey: AccountId;
  readonly hotkey: AccountId;
}

declare module "@myelin/frame/pallet" {
  interface GenesisConfig extends Genesis {}
}

/** A chain specification that cannot be used: `GENESIS_ADDRESS`, `GENESIS_AMOUNT`, `GENESIS_DUPLICATE`, `GENESIS_AUTHORITIES`. */
export class GenesisError extends MyelinError {}

export interface DevelopmentOptions {
  /** Further funded accounts: SS58 address or hex account id, and rao. They win over the well-known ones. */
  readonly accounts?: Readonly<Record<string, bigint>>;
  /** Secret URIs of the validators, `//One` unless given. */
  readonly authorities?: readonly string[];
  /** Secret URI of the sudo key, `//Alice` unless given. */
  readonly sudo?: string;
  /** Secret URIs of the root network's owner, nobody unless given. */
  readonly rootOwner?: { readonly coldkey: string; readonly hotkey: string };
}

const TAO = 1_000_000_000n;
/** Alice, Bob and Charlie are rich; the others have pocket money. */
const RICH = 1_000_000n * TAO;
const POCKET_MONEY = 2_000n * TAO;

const WELL_KNOWN: Readonly<Record<string, bigint>> = {
  "//Alice": RICH,
  "//Bob": RICH,
  "//Charlie": RICH,
  "//Dave": POCKET_MONEY,
  "//Eve": POCKET_MONEY,
  "//Ferdie": POCKET_MONEY,
  "//One": POCKET_MONEY,
  "//Two": POCKET_MONEY,
  "//Three": POCKET_MONEY,
};

/** Accounts of Frontier's development keys Alith and Baltathar. */
const ETHEREUM_MIRRORS = [
  "5Fghzk1AJt88PeFEzuRfXzbPchiBbsVGTTXcdx599VdZzkTA",
  "5GeqNhKWj1KG78VHzbmo3ZjZgUTrCuWeamdgiA114XHGdaEr",
];

/**
 * The genesis of a local network: well-known keys with funds, //One as validator, //Alice as sudo key.
 *
 * @example developmentGenesis({ accounts: { "5F…": 1_000_000_000_000n } })
 * @throws GenesisError
 */
export function developmentGenesis(options: DevelopmentOptions = {}): Genesis {
  const funds = new Map<AccountId, bigint>();
  for (const [uri, free] of Object.entries(WELL_KNOWN)) funds.set(keypairFromUri(uri).accountId, free);
  for (const address of ETHEREUM_MIRRORS) funds.set(accountOf(address), POCKET_MONEY);
  for (const [address, free] of Object.entries(options.accounts ?? {})) funds.set(accountOf(address), free);
  const genesis: Genesis = {
    balances: [...funds].map(([account, free]) => ({ account, free })),
    authorities: (options.authorities ?? ["//One"]).map(authorityKeys),
    sudoKey: keypairFromUri(options.sudo ?? "//Alice").accountId,
    ...(options.rootOwner === undefined ? {} : { rootOwner: rootOwnerOf(options.rootOwner) }),
  };
  assertGenesis(genesis);
  return genesis;
}

function rootOwnerOf({ coldkey, hotkey }: { coldkey: string; hotkey: string }): RootOwner {
  return { coldkey: keypairFromUri(coldkey).accountId, hotkey: keypairFromUri(hotkey).accountId };
}

/** Both keys of a validator from one secret URI. */
export function authorityKeys(uri: string): AuthorityKeys {
  return {
    aura: toHex(keypairFromUri(uri, "sr25519").publicKey),
    grandpa: toHex(keypairFromUri(uri, "ed25519").publicKey),
  };
}

const MAX_AUTHORITIES = 32;

/** @throws GenesisError, whose message says what to change. */
export function assertGenesis({ balances, authorities }: Genesis): void {
  const seen = new Set<AccountId>();
  let total = 0n;
  for (const { account, free } of balances) {
    const address = encodeAddress(account);
    if (free <= 0n) throw new GenesisError("GENESIS_AMOUNT", `Give ${address} more than 0 rao, or leave it out.`);
    if (seen.has(account)) throw new GenesisError("GENESIS_DUPLICATE", `List ${address} once; it has two balances.`);
    seen.add(account);
    total += free;
  }
  if (total > U64_MAX) {
    throw new GenesisError("GENESIS_AMOUNT", `Lower the balances: their sum ${total} rao does not fit into a u64.`);
  }
  if (authorities.length === 0 || authorities.length > MAX_AUTHORITIES) {
    throw new GenesisError(
      "GENESIS_AUTHORITIES",
      `Name 1 to ${MAX_AUTHORITIES} validators; there are ${authorities.length}.`,
    );
  }
}

/** @throws GenesisError `GENESIS_ADDRESS` */
function accountOf(address: string): AccountId {
  if (/^0x[0-9a-f]{64}$/i.test(address)) return address.toLowerCase() as AccountId;
  try {
    return toHex(decodeAddress(address));
  } catch {
    throw new GenesisError("GENESIS_ADDRESS", `"${address}" is neither an SS58 address nor 32 bytes of hex.`);
  }
}

/** A genesis as it is written to a file: amounts as decimal strings, accounts as SS58 addresses. */
export interface GenesisJson {
  readonly balances: Readonly<Record<string, string>>;
  readonly authorities: readonly AuthorityKeys[];
  readonly sudoKey?: string;
  readonly rootOwner?: { readonly coldkey: string; readonly hotkey: string };
}

export function genesisToJson({ balances, authorities, sudoKey, rootOwner }: Genesis): GenesisJson {
  return {
    balances: Object.fromEntries(balances.map(({ account, free }) => [encodeAddress(account), free.toString()])),
    authorities,
    ...(sudoKey === undefined ? {} : { sudoKey: encodeAddress(sudoKey) }),
    ...(rootOwner === undefined
      ? {}
      : { rootOwner: { coldkey: encodeAddress(rootOwner.coldkey), hotkey: encodeAddress(rootOwner.hotkey) } }),
  };
}

/** @throws GenesisError */
export function genesisFromJson(json: GenesisJson): Genesis {
  const genesis: Genesis = {
    balances: Object.entries(json.balances).map(([address, free]) => ({
      account: accountOf(address),
      free: amountOf(free),
    })),
    authorities: json.authorities.map(({ aura, grandpa }) => ({ aura: accountOf(aura), grandpa: accountOf(grandpa) })),
    ...(json.sudoKey === undefined ? {} : { sudoKey: accountOf(json.sudoKey) }),
    ...(json.rootOwner === undefined
      ? {}
      : { rootOwner: { coldkey: accountOf(json.rootOwner.coldkey), hotkey: accountOf(json.rootOwner.hotkey) } }),
  };
  assertGenesis(genesis);
  return genesis;
}

function amountOf(text: string): bigint {
  if (!/^\d+$/.test(text))
    throw new GenesisError("GENESIS_AMOUNT", `"${text}" is no amount: write rao as a whole number.`);
  return BigInt(text);
}
