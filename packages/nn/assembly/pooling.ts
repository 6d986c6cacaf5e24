/** Pools of images [batch, h, w, c], channels last: a number for each window of kh by kw, its part outside left out. */

@inline
function firstOf(at: i32, pad: i32): i32 {
  return max(0, at - pad);
}

/** The largest of each window. NaN wins. */
export function maxPool(
  x: usize, out: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32, sh: i32, sw: i32,
  top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < oh; i++) {
      const y0 = firstOf(i * sh, top);
      const y1 = min(h, i * sh - top + kh);
      for (let j = 0; j < ow; j++) {
        const x0 = firstOf(j * sw, left);
        const x1 = min(w, j * sw - left + kw);
        const from = x + <usize>(b * h + y0) * line + <usize>x0 * pixel;
        let at: usize = 0;
        for (; at + 16 <= pixel; at += 16) {
          let best = f32x4.splat(-Infinity);
          if (y1 - y0 == 2 && x1 - x0 == 2) {
            const here = from + at;
            const above = f32x4.max(v128.load(here), v128.load(here + pixel));
            best = f32x4.max(above, f32x4.max(v128.load(here + line), v128.load(here + line + pixel)));
          } else {
            for (let y = y0; y < y1; y++)
              for (let k = x0; k < x1; k++)
                best = f32x4.max(best, v128.load(from + at + <usize>(y - y0) * line + <usize>(k - x0) * pixel));
          }
          v128.store(out + at, best);
        }
        for (; at < pixel; at += 4) {
          let best: f32 = -Infinity;
          for (let y = y0; y < y1; y++)
            for (let k = x0; k < x1; k++)
              best = max(best, load<f32>(from + at + <usize>(y - y0) * line + <usize>(k - x0) * pixel));
          store<f32>(out + at, best);
        }
        out += pixel;
      }
    }
  }
}

/**
 * dx: each dy where its window's largest stands, the first of equals. `disjoint`: no two windows meet, so that a place
 * is written once; else it is added to.
 */
export function maxPoolGradient(
  dy: usize, x: usize, out: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32,
  sh: i32, sw: i32, top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  const disjoint = kh <= sh && kw <= sw;
  const covered = kh == sh && kw == sw && top == 0 && left == 0 && oh * kh == h && ow * kw == w;
  for (let b = 0; b < batch; b++) {
    const image = <usize>(b * h) * line;
    if (!covered) memory.fill(dx + image, 0, <usize>h * line);
    for (let i = 0; i < oh; i++) {
      const y0 = firstOf(i * sh, top);
      const y1 = min(h, i * sh - top + kh);
      for (let j = 0; j < ow; j++) {
        const x0 = firstOf(j * sw, left);
        const x1 = min(w, j * sw - left + kw);
        const first = image + <usize>y0 * line + <usize>x0 * pixel;
        let at: usize = 0;
        for (; at + 16 <= pixel; at += 16) {
          const best = v128.load(out + at);
          const slope = v128.load(dy + at);
          let open = i32x4.splat(-1);
          for (let y = y0; y < y1; y++) {
            let place = first + at + <usize>(y - y0) * line;
            for (let k = x0; k < x1; k++) {
              const here = v128.and(open, f32x4.eq(v128.load(x + place), best));
              open = v128.andnot(open, here);
              const value = v128.and(slope, here);
              v128.store(dx + place, disjoint ? value : f32x4.add(value, v128.load(dx + place)));
              place += pixel;
            }
          }
        }
        for (; at < pixel; at += 4) {
          const best = load<f32>(out + at);
          let open = true;
          for (let y = y0; y < y1; y++) {
            let place = first + at + <usize>(y - y0) * line;
            for (let k = x0; k < x1; k++) {
              const here = open && load<f32>(x + place) == best;
              open = open && !here;
              const value: f32 = here ? load<f32>(dy + at) : 0;
              store<f32>(dx + place, disjoint ? value : value + load<f32>(dx + place));
              place += pixel;
            }
          }
        }
        out += pixel;
        dy += pixel;
      }
    }
  }
}

/** The mean of each window. */
export function averagePool(
  x: usize, out: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32, sh: i32, sw: i32,
  top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  for (let b = 0; b < batch; b++) {
    for (let i = 0; i < oh; i++) {
      const y0 = firstOf(i * sh, top);
      const y1 = min(h, i * sh - top + kh);
      for (let j = 0; j < ow; j++) {
        const x0 = firstOf(j * sw, left);
        const x1 = min(w, j * sw - left + kw);
        const from = x + <usize>(b * h + y0) * line + <usize>x0 * pixel;
        const count = <f32>((y1 - y0) * (x1 - x0));
        let at: usize = 0;
        for (; at + 16 <= pixel; at += 16) {
          let total = f32x4.splat(0);
          for (let y = y0; y < y1; y++)
            for (let k = x0; k < x1; k++)
              total = f32x4.add(total, v128.load(from + at + <usize>(y - y0) * line + <usize>(k - x0) * pixel));
          v128.store(out + at, f32x4.div(total, f32x4.splat(count)));
        }
        for (; at < pixel; at += 4) {
          let total: f32 = 0;
          for (let y = y0; y < y1; y++)
            for (let k = x0; k < x1; k++)
              total += load<f32>(from + at + <usize>(y - y0) * line + <usize>(k - x0) * pixel);
          store<f32>(out + at, total / count);
        }
        out += pixel;
      }
    }
  }
}

/** dx: each dy spread evenly over its window. */
export function averagePoolGradient(
  dy: usize, dx: usize, batch: i32, h: i32, w: i32, c: i32, oh: i32, ow: i32, kh: i32, kw: i32, sh: i32, sw: i32,
  top: i32, left: i32,
): void {
  const pixel = <usize>c << 2;
  const line = <usize>w * pixel;
  for (let b = 0; b < batch; b++) {
    const image = dx + <usize>(b * h) * line;
    memory.fill(image, 0, <usize>h * line);
    for (let i = 0; i < oh; i++) {
      const y0 = firstOf(i * sh, top);
      const y1 = min(h, i * sh - top + kh);
      for (let j = 0; j < ow; j++) {
        const x0 = firstOf(j * sw, left);
        const x1 = min(w, j * sw - left + kw);
        const count = <f32>((y1 - y0) * (x1 - x0));
        for (let y = y0; y < y1; y++) {
          for (let k = x0; k < x1; k++) {
            const to = image + <usize>y * line + <usize>k * pixel;
            let at: usize = 0;
            for (; at + 16 <= pixel; at += 16)
              v128.store(
                to + at, f32x4.add(v128.load(to + at), f32x4.div(v128.load(dy + at), f32x4.splat(count))),
              );
            for (; at < pixel; at += 4) store<f32>(to + at, load<f32>(to + at) + load<f32>(dy + at) / count);
          }
        }
        dy += pixel;
      }
    }
  }
}
