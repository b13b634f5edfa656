import { MyelinError } from "@myelin/primitives/errors";

/** The trie's nodes and values do not fit together: the database they came from is damaged. */
export class TrieError extends MyelinError {}
