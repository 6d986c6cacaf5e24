/** The product that every step of a recurrent layer makes, its weights packed once for all steps. */
import { block, packPanel, PANEL_BYTES, ROWS } from "./product";

/** Weights [k, n], at these strides in elements, to panels: ⌈n / 8⌉ · 8 · k numbers. */
export function packWeights(weights: usize, pack: usize, k: i32, n: i32, brs: i32, bcs: i32): void {
  for (let c = 0; c < n; c += 8)
    packPanel(
      weights + (<usize>(c * bcs) << 2), pack + (<usize>(c * k) << 2), min(8, n - c), k, <usize>brs << 2, <usize>bcs << 2,
    );
}

/** Lines of `start` beside the panel's last column, padded so that they may be read eight at a time. */
function padLines(start: usize, lines: usize, rows: i32, columns: i32, srs: usize): void {
  for (let i = 0; i < rows; i++)
    for (let c = 0; c < columns; c++)
      store<f32>(lines + <usize>i * PANEL_BYTES + (<usize>c << 2), load<f32>(start + <usize>i * srs + (<usize>c << 2)));
}

/**
 * out [m, n] = start [m, n] + A [m, k] · weights. A is read at any strides, in elements; `spare` is room for 56 numbers.
 * `out` may be `start`.
 */
export function addProduct(
  a: usize, pack: usize, start: usize, out: usize, spare: usize, m: i32, n: i32, k: i32, ars: i32, acs: i32,
): void {
  const line = <usize>n << 2;
  const lines = spare + PANEL_BYTES;
  for (let c = 0; c < n; c += 8) {
    const columns = min(8, n - c);
    const panel = pack + (<usize>(c * k) << 2);
    const at = <usize>c << 2;
    for (let i = 0; i < m; i += ROWS) {
      const rows = min(ROWS, m - i);
      const from = a + (<usize>(i * ars) << 2);
      const to = out + <usize>i * line + at;
      const first = start + <usize>i * line + at;
      if (columns == 8) {
        block(from, panel, first, to, spare, rows, 8, k, <usize>ars << 2, <usize>acs << 2, line, line);
      } else {
        padLines(first, lines, rows, columns, line);
        block(from, panel, lines, to, spare, rows, columns, k, <usize>ars << 2, <usize>acs << 2, line, PANEL_BYTES);
      }
    }
  }
}

/** Rows of a sequence that are multiplied at once: what they take stays in the second cache. */
const CHUNK = 256;

/** out [m, n] = Aᵀ · B, of A [rows, m] and B [rows, n]: the gradient of weights that every step used. */
export function sumProducts(
  a: usize, b: usize, out: usize, pack: usize, spare: usize, rows: i32, m: i32, n: i32,
): void {
  memory.fill(out, 0, <usize>(m * n) << 2);
  for (let first = 0; first < rows; first += CHUNK) {
    const k = min(CHUNK, rows - first);
    packWeights(b + (<usize>(first * n) << 2), pack, k, n, n, 1);
    addProduct(a + (<usize>(first * m) << 2), pack, out, out, spare, m, n, k, 1, m);
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
