/** The memory that all replays share: between two of them nothing in it means anything but the last one's constants. */
import type { Block } from "./Block.ts";
import type { Needs } from "./layOut.ts";
import type { WasmBackend } from "./WasmBackend.ts";

export class Scratch {
  readonly #backend: WasmBackend;
  #block: Block | undefined;
  #last: Needs | undefined;

  constructor(backend: WasmBackend) {
    this.#backend = backend;
  }

  /** Address of a plan's memory, its constants in place, valid until the next call. */
  of(plan: Needs): number {
    const { bytes, constants } = plan;
    if (this.#block === undefined || this.#block.size * 4 < bytes) {
      if (this.#block !== undefined) this.#backend.disposeData(this.#block);
      this.#block = this.#backend.make("float32", Math.ceil(bytes / 4));
      this.#last = undefined;
    }
    const { address } = this.#block;
    if (this.#last !== plan) {
      const { floats, ints } = this.#backend.memoryOf;
      for (const [offset, values] of constants) {
        (values instanceof Float32Array ? floats : ints).set(values, (address + offset) >> 2);
      }
      this.#last = plan;
    }
    return address;
  }
}
