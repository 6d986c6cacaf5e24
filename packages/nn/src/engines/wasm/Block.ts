/** The memory of one tensor, or of several that differ only in shape. tfjs knows it as a `DataId`. */
import type { Memory } from "./Memory.ts";

/** All of 4 bytes an element; bool is 0 or 1 in an int32. */
export type Kind = "float32" | "int32" | "bool";

export interface Block {
  readonly kind: Kind;
  /** Elements. */
  readonly size: number;
  readonly address: number;
  /** Tensors that use it. */
  references: number;
}

export const makeBlock = (memory: Memory, kind: Kind, size: number): Block => ({
  kind,
  size,
  address: memory.take(size * 4),
  references: 1,
});

/** Throws where the engine has no such type. */
export const kindOf = (dtype: string): Kind => {
  if (dtype === "float32" || dtype === "int32" || dtype === "bool") return dtype;
  throw new Error(`the engine wasm has no tensors of type ${dtype}`);
};
