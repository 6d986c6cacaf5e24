/** Images on a larger canvas: a frame has zeros around the image, so that no patch of it needs a test of its bounds. */

/**
 * The image [height, width · channels], `line` its bytes a row, into a frame at `to` whose rows are `frameLine` bytes
 * apart. Where `mask` is not 0 it has the image's shape, and what stands where it is 0 or below is left out: the
 * gradient through relu, by its output.
 */
export function frameImage(
  x: usize, mask: usize, to: usize, height: i32, line: usize, frameLine: usize,
): void {
  const whole = line & ~15;
  const zero = f32x4.splat(0);
  for (let i = 0; i < height; i++) {
    let at: usize = 0;
    if (mask == 0) {
      for (; at < whole; at += 16) v128.store(to + at, v128.load(x + at));
      for (; at < line; at += 4) store<f32>(to + at, load<f32>(x + at));
    } else {
      for (; at < whole; at += 16)
        v128.store(to + at, v128.andnot(v128.load(x + at), f32x4.le(v128.load(mask + at), zero)));
      for (; at < line; at += 4) store<f32>(to + at, load<f32>(mask + at) <= 0 ? 0 : load<f32>(x + at));
      mask += line;
    }
    x += line;
    to += frameLine;
  }
}
