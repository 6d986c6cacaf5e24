/** The memory of one tensor, or of several that differ only in shape. tfjs knows it as a `DataId`. */

/** All of 4 bytes an element; bool is 0 or 1 in an int32. */
export type Kind = "float32" | "int32" | "bool";

export class Block {
  readonly kind: Kind;
  /** Elements. */
  readonly size: number;
  readonly address: number;
  /** Tensors that use it. */
  references = 1;

  constructor(kind: Kind, size: number, address: number) {
    this.kind = kind;
    this.size = size;
    this.address = address;
  }
}

/** Throws where the engine has no such type. */
export const kindOf = (dtype: string): Kind => {
  if (dtype === "float32" || dtype === "int32" || dtype === "bool") return dtype;
  throw new Error(`the engine wasm has no tensors of type ${dtype}`);
};
