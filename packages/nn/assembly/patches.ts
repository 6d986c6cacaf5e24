/**
 * The matrix product whose left side is patches of images, read where they stand: a line of it is given by its place
 * and goes along the same runs of numbers as all others.
 */
import { tabledRows } from "./panelRows";
import { startLine } from "./product";
import { PANEL, PANEL_BYTES } from "./registerBlock";

/** What becomes of the sums: stored, stored through relu, or added to what stands there. */
export const PLAIN = 0;
export const RELU = 1;
export const ADD = 2;

/**
 * `lines`: for each line two int32, where its patch starts in the frame and where its results go in `out`, in bytes.
 * `runs`: where in a patch each of `count` runs of `length` numbers starts, `step` bytes from one number to the next.
 * `panels`: the right side, packed as in `product.ts`, [n / 16][count · length][16], then a line and a tile.
 */
export function patches(
  frame: usize, lines: usize, rows: i32, runs: usize, count: i32, length: i32, step: usize,
  panels: usize, bias: usize, out: usize, n: i32, mode: i32,
): void {
  const panelBytes = <usize>(count * length) * PANEL_BYTES;
  const start = panels + <usize>((n + PANEL - 1) / PANEL) * panelBytes;
  for (let p: usize = 0; <i32>p * PANEL < n; p++) {
    const columns = min(PANEL, n - <i32>p * PANEL);
    const by = p * PANEL_BYTES;
    startLine(bias == 0 ? 0 : bias + by, start, columns);
    tabledRows(
      frame, lines, runs, count, length, step, panels + p * panelBytes, start, <usize>(mode == ADD),
      out + by, start + PANEL_BYTES, rows, columns, mode == RELU,
    );
  }
}
