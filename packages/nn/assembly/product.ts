/**
 * The matrix product. B is packed first into panels [n / 16][k][16], padded with zeros, so both may be read by any
 * strides and a transposed matrix costs nothing; the panels meet the rows of A in `panelRows.ts`.
 */
import { storePair } from "./pair";
import { stridedRows } from "./panelRows";
import { PANEL, PANEL_BYTES, ROWS, TILE } from "./registerBlock";

/** Length along k of a part, where a product is made in parts. */
const DEPTH = 256;
/** Bytes of A that a pass over all panels reads: they stay in the second cache. */
const CACHED: i32 = 1 << 18;

function packLine(b: usize, pack: usize, columns: i32, bcs: usize): void {
  memory.fill(pack, 0, PANEL_BYTES);
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
  if (columns == PANEL && bcs == 4) {
    for (; i < k; i++) {
      const c0 = v128.load(from);
      const c1 = v128.load(from, 16);
      const c2 = v128.load(from, 32);
      const c3 = v128.load(from, 48);
      storePair(at, c0, c1);
      storePair(at + 32, c2, c3);
      from += brs;
      at += PANEL_BYTES;
    }
  } else if (columns == PANEL && brs == 4) {
    for (; i + 4 <= k; i += 4) {
      for (let c: usize = 0; c < <usize>PANEL; c += 4) packFour(from + c * bcs, at + (c << 2), bcs);
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

/** B [k, n], at these strides in elements, to panels: ⌈n / 16⌉ · 16 · k numbers. */
export function packAll(b: usize, pack: usize, k: i32, n: i32, brs: i32, bcs: i32): void {
  for (let c = 0; c < n; c += PANEL)
    packPanel(
      b + (<usize>(c * bcs) << 2), pack + (<usize>(c * k) << 2), min(PANEL, n - c), k, <usize>brs << 2, <usize>bcs << 2,
    );
}

/**
 * out [m, n] = start [m, n] + A [m, k] · B, which is packed. A is read at any strides, in elements; `tile` is room for
 * a tile. `out` may be `start`.
 */
export function addProduct(
  a: usize, pack: usize, start: usize, out: usize, tile: usize, m: i32, n: i32, k: i32, ars: i32, acs: i32,
  relu: bool = false,
): void {
  const line = <usize>n << 2;
  for (let c = 0; c < n; c += PANEL) {
    const at = <usize>c << 2;
    stridedRows(
      a, pack + at * <usize>k, start + at, line, out + at, line, tile, m, min(PANEL, n - c), k,
      <usize>ars << 2, <usize>acs << 2, relu,
    );
  }
}

/** The line that the sums of a panel begin with: of the bias, if its address is not 0, and zeros. */
export function startLine(bias: usize, start: usize, columns: i32): void {
  memory.fill(start, 0, PANEL_BYTES);
  if (bias != 0) memory.copy(start, bias, <usize>columns << 2);
}

/** One product; `pack` holds the panels, then a line and a tile. Strides in bytes. */
function multiplyAtOnce(
  a: usize, b: usize, bias: usize, out: usize, pack: usize,
  m: i32, n: i32, k: i32, ars: usize, acs: usize, brs: usize, bcs: usize, relu: bool,
): void {
  const panelBytes = <usize>k * PANEL_BYTES;
  const panels = (n + PANEL - 1) / PANEL;
  const start = pack + <usize>panels * panelBytes;
  const tile = start + PANEL_BYTES;
  const ors = <usize>n << 2;
  packAll(b, pack, k, n, <i32>(brs >> 2), <i32>(bcs >> 2));
  const chunk = max(1, CACHED / (k * 4 + 1) / ROWS) * ROWS;
  for (let first = 0; first < m; first += chunk) {
    const rows = min(chunk, m - first);
    for (let p: usize = 0; p < <usize>panels; p++) {
      const columns = min(PANEL, n - <i32>p * PANEL);
      const by = p * PANEL_BYTES;
      startLine(bias == 0 ? 0 : bias + by, start, columns);
      stridedRows(
        a + <usize>first * ars, pack + p * panelBytes, start, 0, out + <usize>first * ors + by, ors, tile,
        rows, columns, k, ars, acs, relu,
      );
    }
  }
}

/**
 * One product; `pack` holds the panels, then a line and a tile. Strides in bytes. Where a few rows are summed along a
 * long axis, it goes along that axis by parts that stay in the second cache: the same sums in the same order.
 */
function multiply(
  a: usize, b: usize, bias: usize, out: usize, pack: usize,
  m: i32, n: i32, k: i32, ars: usize, acs: usize, brs: usize, bcs: usize, relu: bool,
): void {
  const first = k > DEPTH && m * DEPTH * 4 <= CACHED ? DEPTH : k;
  multiplyAtOnce(a, b, bias, out, pack, m, n, first, ars, acs, brs, bcs, relu && first == k);
  const panels = pack + (TILE << 2);
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
