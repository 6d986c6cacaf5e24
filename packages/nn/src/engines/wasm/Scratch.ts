/** The memory that all replays share: what is in it between two replays means nothing. */
import type { Block } from "./Block.ts";
import type { WasmBackend } from "./WasmBackend.ts";

export class Scratch {
  readonly #backend: WasmBackend;
  #block: Block | undefined;

  constructor(backend: WasmBackend) {
    this.#backend = backend;
  }

  /** Address of at least `bytes` bytes, valid until the next call. */
  of(bytes: number): number {
    if (this.#block === undefined || this.#block.size * 4 < bytes) {
      if (this.#block !== undefined) this.#backend.disposeData(this.#block);
      this.#block = this.#backend.make("float32", Math.ceil(bytes / 4));
    }
    return this.#block.address;
  }
}
