/** Linear memory: one epoch takes what it needs from the bottom up, and the next one starts over. */
let top: usize = 0;

export function releaseAll(): void {
  top = __heap_base;
}

/** Address of fresh memory with any content, aligned for vectors. Traps if the engine gives no more memory. */
export function reserve(bytes: usize): usize {
  const start = (top + 15) & ~15;
  top = start + bytes;
  const missing = i32((top + 0xffff) >> 16) - memory.size();
  if (missing > 0 && memory.grow(missing) < 0) unreachable();
  return start;
}

/** As {@link reserve}, all 0. */
export function reserveZeroed(bytes: usize): usize {
  const start = reserve(bytes);
  memory.fill(start, 0, bytes);
  return start;
}

/** Address of element i of an array of 1, 2, 4 or 8 bytes an element. */
export function at16(base: usize, i: i32): usize {
  return base + (usize(i) << 1);
}

export function at32(base: usize, i: i32): usize {
  return base + (usize(i) << 2);
}

export function at64(base: usize, i: i32): usize {
  return base + (usize(i) << 3);
}
