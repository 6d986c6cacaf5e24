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

/** Images [images, h, w, c] into frames [images, fh, fw, c], at (top, left). */
export function frameImages(
  x: usize, mask: usize, frames: usize, images: i32, h: i32, w: i32, c: i32, fh: i32, fw: i32, top: i32, left: i32,
): void {
  const image = <usize>(h * w * c) << 2;
  const rows = min(h, fh - top);
  const line = <usize>(min(w, fw - left) * c) << 2;
  const skip = <usize>(w * c) << 2;
  for (let i = 0; i < images; i++) {
    const to = frames + (<usize>(((i * fh + top) * fw + left) * c) << 2);
    if (line == skip) {
      frameImage(x, mask, to, rows, line, <usize>(fw * c) << 2);
    } else {
      for (let r = 0; r < rows; r++) {
        const at = <usize>r * skip;
        frameImage(x + at, mask == 0 ? 0 : mask + at, to + (<usize>(r * fw * c) << 2), 1, line, 0);
      }
    }
    x += image;
    if (mask != 0) mask += image;
  }
}
