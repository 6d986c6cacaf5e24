/** The memory that the kernels work on: blocks of size classes, given out, taken back and given out again. */

const pageBytes = 65536;
/** 2 GiB, so that an address is a small integer. */
const maximumPages = 32768;
const line = 64;

export class Memory {
  static readonly capacity = maximumPages * pageBytes;
  readonly webAssembly = new WebAssembly.Memory({ initial: 16, maximum: maximumPages });
  /** Views of all memory. When it grows they are new ones: never keep them. */
  floats = new Float32Array(0);
  ints = new Int32Array(0);
  #next = 0;
  readonly #free = new Map<number, number[]>();

  constructor() {
    this.#view();
  }

  #view(): void {
    this.floats = new Float32Array(this.webAssembly.buffer);
    this.ints = new Int32Array(this.webAssembly.buffer);
  }

  /** The first address that was never given out: it rises as far as the most that was in use at once. */
  get reached(): number {
    return this.#next;
  }

  /** Blocks are given out from this address on. */
  startAt(address: number): void {
    this.#next = Math.ceil(address / line) * line;
  }

  /** What a block of this many bytes takes: whole cache lines, above 1 KiB in eighths of a power of two. */
  static bytesOf(bytes: number): number {
    if (bytes <= 1024) return Math.max(line, Math.ceil(bytes / line) * line);
    const step = 1 << (28 - Math.clz32(bytes - 1)); // a sixteenth of the power of two from `bytes` on
    return Math.ceil(bytes / step) * step;
  }

  /** Address of at least `bytes` bytes, at the start of a cache line; their content is whatever was there. */
  take(bytes: number): number {
    const size = Memory.bytesOf(bytes);
    const known = this.#free.get(size)?.pop();
    if (known !== undefined) return known;
    const address = this.#next;
    const missing = address + size - this.webAssembly.buffer.byteLength;
    if (missing > 0) this.#grow(missing);
    this.#next = address + size;
    return address;
  }

  give(address: number, bytes: number): void {
    const size = Memory.bytesOf(bytes);
    const list = this.#free.get(size);
    if (list === undefined) this.#free.set(size, [address]);
    else list.push(address);
  }

  #grow(bytes: number): void {
    const has = this.webAssembly.buffer.byteLength / pageBytes;
    const needed = Math.ceil(bytes / pageBytes);
    if (has + needed > maximumPages) {
      throw new Error("the tensors need more than the 2 GiB that the engine wasm can hold");
    }
    this.webAssembly.grow(Math.min(Math.max(needed, has >> 1), maximumPages - has));
    this.#view();
  }
}
