const SLAB_BYTES = 64 * 1024;

/**
 * Copies bytes into memory of which many small pieces share one allocation: an array buffer of its own for each costs
 * several times the content and keeps the garbage collector busy.
 */
export class Slab {
  private bytes = new Uint8Array(SLAB_BYTES);
  private used = 0;

  /** Copies the first `length` bytes of `source`. */
  copy(source: Uint8Array, length: number): Uint8Array {
    if (length > SLAB_BYTES / 16) return Uint8Array.from(source.subarray(0, length));
    if (this.used + length > SLAB_BYTES) {
      this.bytes = new Uint8Array(SLAB_BYTES);
      this.used = 0;
    }
    const copy = this.bytes.subarray(this.used, this.used + length);
    copy.set(source.subarray(0, length));
    this.used += length;
    return copy;
  }
}
