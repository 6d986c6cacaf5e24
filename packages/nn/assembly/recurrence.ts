/** What the kernels of the recurrent layers share. */
import { addProduct, packAll } from "./product";

/** Rows of a sequence that are multiplied at once: what they take stays in the second cache. */
const CHUNK = 256;

/** out [m, n] = Aᵀ · B, of A [rows, m] and B [rows, n]: the gradient of weights that every step used. */
export function sumProducts(
  a: usize, b: usize, out: usize, pack: usize, tile: usize, rows: i32, m: i32, n: i32,
): void {
  memory.fill(out, 0, <usize>(m * n) << 2);
  for (let first = 0; first < rows; first += CHUNK) {
    const k = min(CHUNK, rows - first);
    packAll(b + (<usize>(first * n) << 2), pack, k, n, n, 1);
    addProduct(a + (<usize>(first * m) << 2), pack, out, out, tile, m, n, k, 1, m);
  }
}

/** `count` numbers, four at most, and zeros. */
@inline
export function load4(from: usize, count: i32): v128 {
  if (count >= 4) return v128.load(from);
  let four = v128.load32_zero(from);
  if (count > 1) four = v128.load_lane<f32>(from + 4, four, 1);
  if (count > 2) four = v128.load_lane<f32>(from + 8, four, 2);
  return four;
}

/** The first `count` of four numbers. */
@inline
export function store4(to: usize, four: v128, count: i32): void {
  if (count >= 4) {
    v128.store(to, four);
    return;
  }
  v128.store_lane<f32>(to, four, 0);
  if (count > 1) v128.store_lane<f32>(to + 4, four, 1);
  if (count > 2) v128.store_lane<f32>(to + 8, four, 2);
}
