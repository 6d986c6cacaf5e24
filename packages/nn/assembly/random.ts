/** Philox4x32-10, as `philox.ts` has it: Salmon et al. 2011, section 3.3. A key tensor is int32 [4]: the key's two
 * words, the epoch and the iteration. */
let w0: u32 = 0;
let w1: u32 = 0;
let w2: u32 = 0;
let w3: u32 = 0;

/** The counter to four words, w0 … w3. */
function philox(c0: u32, c1: u32, c2: u32, c3: u32, key0: u32, key1: u32): void {
  for (let round = 0; round < 10; round++) {
    const p0 = <u64>c0 * 0xd2511f53;
    const p1 = <u64>c2 * 0xcd9e8d57;
    c0 = <u32>(p1 >> 32) ^ c1 ^ key0;
    c1 = <u32>p1;
    c2 = <u32>(p0 >> 32) ^ c3 ^ key1;
    c3 = <u32>p0;
    key0 += 0x9e3779b9;
    key1 += 0xbb67ae85;
  }
  w0 = c0;
  w1 = c1;
  w2 = c2;
  w3 = c3;
}

/** One block of 12 bytes of a name folded into a key; `length` is the counter's last word. */
export function fold(key: usize, out: usize, a: i32, b: i32, c: i32, length: i32): void {
  philox(<u32>a, <u32>b, <u32>c, <u32>length, load<u32>(key), load<u32>(key, 4));
  store<u32>(out, w0);
  store<u32>(out, w1, 4);
  store<u32>(out, load<u32>(key, 8), 8);
  store<u32>(out, load<u32>(key, 12), 12);
}

/** sqrt(-2 ln u), u in (0, 1] from the word. */
@inline
function radius(word: u32): f64 {
  return Math.sqrt(-2 * Math.log((<f64>word + 1) / 4294967296.0));
}

@inline
function angle(word: u32): f64 {
  return 2 * Math.PI * (<f64>word / 4294967296.0);
}

/** Standard normal, as `normals` in `Random.ts`: Box & Muller 1958, in float64 inside. */
export function normal(key: usize, out: usize, size: i32): void {
  const key0 = load<u32>(key);
  const key1 = load<u32>(key, 4);
  const epoch = load<u32>(key, 8);
  const iteration = load<u32>(key, 12);
  let to = out;
  for (let block = 0; block << 2 < size; block++) {
    philox(block, epoch, iteration, 0, key0, key1);
    const first = radius(w0);
    const second = radius(w2);
    store<f32>(to, <f32>(first * Math.cos(angle(w1))));
    store<f32>(to, <f32>(first * Math.sin(angle(w1))), 4);
    store<f32>(to, <f32>(second * Math.cos(angle(w3))), 8);
    store<f32>(to, <f32>(second * Math.sin(angle(w3))), 12);
    to += 16;
  }
}

/** Uniform on [0, 1), multiples of 2^-24. */
export function uniform(key: usize, out: usize, size: i32): void {
  const key0 = load<u32>(key);
  const key1 = load<u32>(key, 4);
  const epoch = load<u32>(key, 8);
  const iteration = load<u32>(key, 12);
  const unit: f32 = 1.0 / 16777216.0;
  let to = out;
  for (let block = 0; block << 2 < size; block++) {
    philox(block, epoch, iteration, 0, key0, key1);
    store<f32>(to, <f32>(w0 >> 8) * unit);
    store<f32>(to, <f32>(w1 >> 8) * unit, 4);
    store<f32>(to, <f32>(w2 >> 8) * unit, 8);
    store<f32>(to, <f32>(w3 >> 8) * unit, 12);
    to += 16;
  }
}
