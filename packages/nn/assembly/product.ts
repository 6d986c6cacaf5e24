/**
 * The matrix product. A register block of 6 rows and 8 columns: twelve accumulators, for each step along k two loads
 * of B and six of A. B is packed first into panels [n / 8][k][8], padded with zeros, so both may be read by any
 * strides and a transposed matrix costs nothing.
 */
import { fourRows, PANEL_BYTES, ROWS, rowsOf, sixRows } from "./registerBlock";

/** Length along k of a part, where a product is made in parts. */
const DEPTH = 256;
/** Bytes of A that a pass over all panels reads: they stay in the second cache. */
const CACHED: i32 = 1 << 18;

function packLine(b: usize, pack: usize, columns: i32, bcs: usize): void {
  v128.store(pack, f32x4.splat(0));
  v128.store(pack, f32x4.splat(0), 16);
  for (let c = 0; c < columns; c++) store<f32>(pack + (<usize>c << 2), load<f32>(b + <usize>c * bcs));
}

/** Four lines of a transposed panel, four of its columns: `b` walks along k. */
@inline
function packFour(b: usize, pack: usize, bcs: usize): void {
  const r0 = v128.load(b);
  const r1 = v128.load(b + bcs);
  const r2 = v128.load(b + 2 * bcs);
  const r3 = v128.load(b + 3 * bcs);
  const s0 = v128.shuffle<i32>(r0, r1, 0, 4, 1, 5);
  const s1 = v128.shuffle<i32>(r2, r3, 0, 4, 1, 5);
  const s2 = v128.shuffle<i32>(r0, r1, 2, 6, 3, 7);
  const s3 = v128.shuffle<i32>(r2, r3, 2, 6, 3, 7);
  v128.store(pack, v128.shuffle<i32>(s0, s1, 0, 1, 4, 5));
  v128.store(pack + PANEL_BYTES, v128.shuffle<i32>(s0, s1, 2, 3, 6, 7));
  v128.store(pack + 2 * PANEL_BYTES, v128.shuffle<i32>(s2, s3, 0, 1, 4, 5));
  v128.store(pack + 3 * PANEL_BYTES, v128.shuffle<i32>(s2, s3, 2, 3, 6, 7));
}

/** One panel of B, its lines past `columns` zeros. Strides in bytes. */
export function packPanel(b: usize, pack: usize, columns: i32, k: i32, brs: usize, bcs: usize): void {
  let at = pack;
  let from = b;
  let i = 0;
  if (columns == 8 && bcs == 4) {
    for (; i < k; i++) {
      v128.store(at, v128.load(from));
      v128.store(at, v128.load(from, 16), 16);
      from += brs;
      at += PANEL_BYTES;
    }
  } else if (columns == 8 && brs == 4) {
    for (; i + 4 <= k; i += 4) {
      packFour(from, at, bcs);
      packFour(from + 4 * bcs, at + 16, bcs);
      from += 16;
      at += 4 * PANEL_BYTES;
    }
  }
  for (; i < k; i++) {
    packLine(from, at, columns, bcs);
    from += brs;
    at += PANEL_BYTES;
  }
}

/** B [k, n], at these strides in elements, to panels: ⌈n / 8⌉ · 8 · k numbers. */
export function packAll(b: usize, pack: usize, k: i32, n: i32, brs: i32, bcs: i32): void {
  for (let c = 0; c < n; c += 8)
    packPanel(
      b + (<usize>(c * bcs) << 2), pack + (<usize>(c * k) << 2), min(8, n - c), k, <usize>brs << 2, <usize>bcs << 2,
    );
}

/** Lines of `start` beside the panel's last column, padded so that they may be read eight at a time. */
function padLines(start: usize, lines: usize, rows: i32, columns: i32, srs: usize): void {
  for (let i = 0; i < rows; i++)
    for (let c = 0; c < columns; c++)
      store<f32>(lines + <usize>i * PANEL_BYTES + (<usize>c << 2), load<f32>(start + <usize>i * srs + (<usize>c << 2)));
}

/**
 * out [m, n] = start [m, n] + A [m, k] · B, which is packed. A is read at any strides, in elements; `spare` is room for 56 numbers.
 * `out` may be `start`.
 */
export function addProduct(
  a: usize, pack: usize, start: usize, out: usize, spare: usize, m: i32, n: i32, k: i32, ars: i32, acs: i32,
  relu: bool = false,
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
        sixRows(from, panel, first, to, spare, rows, 8, k, <usize>ars << 2, <usize>acs << 2, line, line, relu);
      } else {
        padLines(first, lines, rows, columns, line);
        sixRows(
          from, panel, lines, to, spare, rows, columns, k, <usize>ars << 2, <usize>acs << 2, line, PANEL_BYTES, relu,
        );
      }
    }
  }
}

/** One product; `pack` holds the panels and then 16 numbers more. Strides in bytes. */
function multiplyAtOnce(
  a: usize, b: usize, bias: usize, out: usize, pack: usize,
  m: i32, n: i32, k: i32, ars: usize, acs: usize, brs: usize, bcs: usize, relu: bool,
): void {
  const panelBytes = <usize>k * PANEL_BYTES;
  const panels = (n + 7) >> 3;
  const start = pack + <usize>panels * panelBytes;
  const tile = start + PANEL_BYTES;
  const ors = <usize>n << 2;
  for (let p = 0; p < panels; p++)
    packPanel(b + (<usize>p << 3) * bcs, pack + <usize>p * panelBytes, min(8, n - (p << 3)), k, brs, bcs);
  const chunk = max(1, CACHED / (k * 4 + 1) / ROWS) * ROWS;
  for (let first = 0; first < m; first += chunk) {
    const last = min(m, first + chunk);
    for (let p = 0; p < panels; p++) {
      const columns = min(8, n - (p << 3));
      for (let c = 0; c < 8; c++) {
        const value: f32 = bias != 0 && c < columns ? load<f32>(bias + (<usize>((p << 3) + c) << 2)) : 0;
        store<f32>(start + (<usize>c << 2), value);
      }
      const panel = pack + <usize>p * panelBytes;
      const to = out + (<usize>p << 5);
      for (let i = first; i < last; ) {
        const rows = rowsOf(last - i);
        const from = a + <usize>i * ars;
        const at = to + <usize>i * ors;
        if (rows > 4) sixRows(from, panel, start, at, tile, rows, columns, k, ars, acs, ors, 0, relu);
        else fourRows(from, panel, start, at, tile, rows, columns, k, ars, acs, ors, 0, relu);
        i += rows;
      }
    }
  }
}

/**
 * One product; `pack` holds the panels and then 64 numbers more. Strides in bytes. Where a few rows are summed along a
 * long axis, it goes along that axis by parts that stay in the second cache: the same sums in the same order.
 */
function multiply(
  a: usize, b: usize, bias: usize, out: usize, pack: usize,
  m: i32, n: i32, k: i32, ars: usize, acs: usize, brs: usize, bcs: usize, relu: bool,
): void {
  const first = k > DEPTH && m * DEPTH * 4 <= CACHED ? DEPTH : k;
  multiplyAtOnce(a, b, bias, out, pack, m, n, first, ars, acs, brs, bcs, relu && first == k);
  const panels = pack + 56 * 4;
  for (let from = first; from < k; from += DEPTH) {
    const depth = min(DEPTH, k - from);
    packAll(b + <usize>from * brs, panels, depth, n, <i32>(brs >> 2), <i32>(bcs >> 2));
    addProduct(a + <usize>from * acs, panels, out, out, pack, m, n, depth, <i32>(ars >> 2), <i32>(acs >> 2), relu && from + depth == k);
  }
}

/**
 * out [batch, m, n] = A [batch, m, k] · B [batch, k, n] + bias [n], none where its address is 0. Strides in elements:
 * of A's rows and columns, of B's, and from one product of the batch to the next. Then, if asked, relu.
 */
export function product(
  a: usize, b: usize, bias: usize, out: usize, pack: usize, batch: i32, m: i32, n: i32, k: i32,
  ars: i32, acs: i32, brs: i32, bcs: i32, aNext: i32, bNext: i32, relu: bool,
): void {
  for (let i = 0; i < batch; i++) {
    multiply(
      a + (<usize>(i * aNext) << 2), b + (<usize>(i * bNext) << 2), bias, out + (<usize>(i * m * n) << 2), pack,
      m, n, k, <usize>ars << 2, <usize>acs << 2, <usize>brs << 2, <usize>bcs << 2, relu,
    );
  }
}
