/** The interface of an optimizer: settings to a gradient transform. */
import type { Row } from "@attune/nn";
import * as Schema from "effect/Schema";
import type { Transform } from "./Transform.ts";

/** What every optimizer's settings hold. */
export interface OptimizerConfig {
  /** The base rate, which a schedule scales. */
  readonly learningRate: number;
}

export interface Optimizer<Config extends OptimizerConfig = OptimizerConfig> extends Row {
  /** Schema of its settings. */
  readonly config: Schema.Codec<Config, unknown>;
  /** Divides each gradient by its own running size, so that even tiny gradients move the params. */
  readonly adaptive: boolean;
  /**
   * Its rule. The rate comes with each update (`Scalars.learningRate`), not from here. A method, so that an optimizer
   * fits where settings of any kind are expected.
   */
  transform(config: Config): Transform;
}

/** The base rate's schema. It has no default: no rate suits every network. */
export const learningRate = Schema.Finite.check(Schema.isGreaterThan(0)).annotate({
  description: "Step size of an update before any schedule, above 0.",
});
