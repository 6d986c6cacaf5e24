/** Frames whose channels are repeated, and filled up with zeros to a multiple of 4: see `depthwise.ts`. */
import { frameImage } from "./frame";

/** An image [h, w, c] into a frame, every channel `repeat` times. `mask` as in `frameImage`. */
export function deepen(
  x: usize, mask: usize, to: usize, w: i32, c: i32, repeat: i32, deep: i32, fw: i32, rows: i32, columns: i32,
): void {
  const pixel = <usize>deep << 2;
  const size = <usize>c << 2;
  const whole = repeat == 1 && size == pixel;
  for (let i = 0; i < rows; i++) {
    let from = x + <usize>(i * w) * size;
    let seen = mask == 0 ? 0 : mask + <usize>(i * w) * size;
    let at = to + <usize>(i * fw) * pixel;
    if (whole) {
      frameImage(from, seen, at, 1, <usize>columns * size, 0);
      continue;
    }
    for (let j = 0; j < columns; j++) {
      if (repeat == 1) {
        frameImage(from, seen, at, 1, size, 0);
      } else {
        for (let k = 0; k < c * repeat; k++)
          store<f32>(at + (<usize>k << 2), load<f32>(from + (<usize>(k / repeat) << 2)));
      }
      from += size;
      if (mask != 0) seen += size;
      at += pixel;
    }
  }
}

/** Lines of `n` numbers to lines of `deep`, or back. */
export function respace(x: usize, out: usize, lines: i32, from: i32, to: i32): void {
  const width = min(from, to);
  for (let i = 0; i < lines; i++)
    for (let j = 0; j < width; j++)
      store<f32>(out + (<usize>(i * to + j) << 2), load<f32>(x + (<usize>(i * from + j) << 2)));
}
