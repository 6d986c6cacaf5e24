/** The interface of an initializer: first values of one tensor. */
import type { ParamShape, Row } from "@attune/nn";
import type * as Schema from "effect/Schema";

/**
 * Randomness of one tensor. Each call starts at the beginning of the tensor's own stream, so more draws begin with the
 * same; what must be independent is taken from another `part` (default 0).
 */
export interface Draws {
  /** Uniform on [0, 1). */
  readonly uniforms: (count: number, part?: number) => Float32Array;
  /** Standard normal. */
  readonly normals: (count: number, part?: number) => Float32Array;
}

export interface Initializer<Config = unknown> extends Row {
  /** Schema of its settings. */
  readonly config: Schema.Codec<Config, unknown>;
  /**
   * Values of the tensor, row-major, as many as its shape holds. Pure: equal arguments give equal values. A method,
   * so that an initializer fits where settings of any kind are expected.
   */
  sample(shape: ParamShape, config: Config, draws: Draws): Float32Array;
}
