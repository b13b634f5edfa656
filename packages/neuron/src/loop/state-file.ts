import { mkdir, open, readFile, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { MyelinError } from "@myelin/primitives";

/** The folder of a neuron's state cannot be used. */
export class StateError extends MyelinError {
  constructor(path: string, cause: unknown) {
    const reason = (cause as Error).message;
    super("NEURON_STATE", `${path} cannot be read or written: ${reason}. Choose another folder or free it.`, {
      details: { path },
      cause,
    });
  }
}

/**
 * A small JSON file that is either the old one or the new one, whatever moment the process dies at: written beside,
 * flushed, renamed. Mode 600.
 */
export class StateFile<T> {
  readonly path: string;
  readonly #parse: (value: unknown) => T;
  #saving: Promise<void> = Promise.resolve();

  /** @param parse makes a state of what was read; throws when it is none. */
  constructor(path: string, parse: (value: unknown) => T) {
    this.path = path;
    this.#parse = parse;
  }

  /**
   * The saved state; undefined where there is none. A file that cannot be understood is set aside, named in
   * `onDamaged`, and never overwritten.
   */
  async load(onDamaged: (asidePath: string) => void): Promise<T | undefined> {
    let text: string;
    try {
      await mkdir(dirname(this.path), { recursive: true, mode: 0o700 });
      text = await readFile(this.path, "utf8");
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
      throw new StateError(this.path, error);
    }
    try {
      return this.#parse(JSON.parse(text));
    } catch {
      const aside = `${this.path}.damaged-${Date.now()}`;
      await rename(this.path, aside);
      onDamaged(aside);
      return undefined;
    }
  }

  /** Saves after earlier saves are done. @throws {StateError} e.g. on a full disk; the last good file stays. */
  async save(value: T): Promise<void> {
    const text = JSON.stringify(value);
    const turn = this.#saving.catch(() => {}).then(() => this.#write(text));
    this.#saving = turn;
    await turn;
  }

  async #write(text: string): Promise<void> {
    const beside = `${this.path}.new`;
    try {
      const file = await open(beside, "w", 0o600);
      try {
        await file.writeFile(text);
        await file.sync();
      } finally {
        await file.close();
      }
      await rename(beside, this.path);
    } catch (error) {
      throw new StateError(this.path, error);
    }
  }
}
