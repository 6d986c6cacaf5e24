/**
 * Two vectors that stand side by side. Where both are read before both are written, and in between the same is done
 * with each, V8 makes one instruction of each two: see `joinLanes.ts`. Numbers used in such a loop are loaded
 * (`v128.load32_splat`) rather than written as `splat`, which V8 makes anew in each round by several instructions.
 */

/** The upper one first: else V8 stores the lower one once more. */
@inline
export function storePair(to: usize, low: v128, high: v128): void {
  v128.store(to, high, 16);
  v128.store(to, low);
}
