/** All rows of a matrix times one panel, in register blocks of six and four. */
import { block } from "./registerBlock";

/** Whether the next block of `left` rows has six: as long as fours do not end sooner. */
@inline
function takesSix(left: i32): bool {
  return left > 8 || left == 5 || left == 6;
}

@inline
function strided(
  width: i32, a: usize, panel: usize, start: usize, srs: usize, out: usize, ors: usize, tile: usize,
  m: i32, columns: i32, k: i32, ars: usize, acs: usize, relu: bool,
): void {
  let left = m;
  for (; takesSix(left); left -= 6) {
    block(false, 6, width, a, 0, ars, 0, 1, k, acs, panel, start, srs, out, ors, tile, min(6, left), columns, relu);
    a += 6 * ars;
    start += 6 * srs;
    out += 6 * ors;
  }
  for (; left > 0; left -= 4) {
    block(false, 4, width, a, 0, ars, 0, 1, k, acs, panel, start, srs, out, ors, tile, min(4, left), columns, relu);
    a += 4 * ars;
    start += 4 * srs;
    out += 4 * ors;
  }
}

// A function for each width: of branches in one, the optimizer would fold what they have in common.

function strided16(
  a: usize, panel: usize, start: usize, srs: usize, out: usize, ors: usize, tile: usize,
  m: i32, columns: i32, k: i32, ars: usize, acs: usize, relu: bool,
): void {
  strided(16, a, panel, start, srs, out, ors, tile, m, columns, k, ars, acs, relu);
}

function strided8(
  a: usize, panel: usize, start: usize, srs: usize, out: usize, ors: usize, tile: usize,
  m: i32, columns: i32, k: i32, ars: usize, acs: usize, relu: bool,
): void {
  strided(8, a, panel, start, srs, out, ors, tile, m, columns, k, ars, acs, relu);
}

function strided4(
  a: usize, panel: usize, start: usize, srs: usize, out: usize, ors: usize, tile: usize,
  m: i32, columns: i32, k: i32, ars: usize, acs: usize, relu: bool,
): void {
  strided(4, a, panel, start, srs, out, ors, tile, m, columns, k, ars, acs, relu);
}

/**
 * `m` rows of A, at any strides in bytes, times the `columns` ≤ 16 of a panel of `k` lines, added to the lines of
 * `start`, `srs` bytes apart (0: one line for all), then, if asked, relu. `tile` is room for a tile.
 */
export function stridedRows(
  a: usize, panel: usize, start: usize, srs: usize, out: usize, ors: usize, tile: usize,
  m: i32, columns: i32, k: i32, ars: usize, acs: usize, relu: bool,
): void {
  if (columns > 8) strided16(a, panel, start, srs, out, ors, tile, m, columns, k, ars, acs, relu);
  else if (columns > 4) strided8(a, panel, start, srs, out, ors, tile, m, columns, k, ars, acs, relu);
  else strided4(a, panel, start, srs, out, ors, tile, m, columns, k, ars, acs, relu);
}

@inline
function tabled(
  width: i32, a: usize, lines: usize, runs: usize, count: i32, length: i32, acs: usize, panel: usize, start: usize,
  adds: usize, out: usize, tile: usize, m: i32, columns: i32, relu: bool,
): void {
  let left = m;
  for (; takesSix(left); left -= 6) {
    const rows = min(6, left);
    block(true, 6, width, a, lines, 0, runs, count, length, acs, panel, start, adds, out, 0, tile, rows, columns, relu);
    lines += 48;
  }
  for (; left > 0; left -= 4) {
    const rows = min(4, left);
    block(true, 4, width, a, lines, 0, runs, count, length, acs, panel, start, adds, out, 0, tile, rows, columns, relu);
    lines += 32;
  }
}

function tabled16(
  a: usize, lines: usize, runs: usize, count: i32, length: i32, acs: usize, panel: usize, start: usize, adds: usize,
  out: usize, tile: usize, m: i32, columns: i32, relu: bool,
): void {
  tabled(16, a, lines, runs, count, length, acs, panel, start, adds, out, tile, m, columns, relu);
}

function tabled8(
  a: usize, lines: usize, runs: usize, count: i32, length: i32, acs: usize, panel: usize, start: usize, adds: usize,
  out: usize, tile: usize, m: i32, columns: i32, relu: bool,
): void {
  tabled(8, a, lines, runs, count, length, acs, panel, start, adds, out, tile, m, columns, relu);
}

function tabled4(
  a: usize, lines: usize, runs: usize, count: i32, length: i32, acs: usize, panel: usize, start: usize, adds: usize,
  out: usize, tile: usize, m: i32, columns: i32, relu: bool,
): void {
  tabled(4, a, lines, runs, count, length, acs, panel, start, adds, out, tile, m, columns, relu);
}

/**
 * The same for rows that a table names: for each two int32, where it starts in A and where its results go in `out`, in
 * bytes; each is `count` runs of `length` numbers. If `adds` is not 0, the sums are added to what stands there, else
 * to the line at `start`.
 */
export function tabledRows(
  a: usize, lines: usize, runs: usize, count: i32, length: i32, acs: usize, panel: usize, start: usize, adds: usize,
  out: usize, tile: usize, m: i32, columns: i32, relu: bool,
): void {
  if (columns > 8) tabled16(a, lines, runs, count, length, acs, panel, start, adds, out, tile, m, columns, relu);
  else if (columns > 4) tabled8(a, lines, runs, count, length, acs, panel, start, adds, out, tile, m, columns, relu);
  else tabled4(a, lines, runs, count, length, acs, panel, start, adds, out, tile, m, columns, relu);
}
