/** A check looks at the network before it learns, and answers with a verdict and its evidence. */
import type { CheckResult, Finding } from "@attune/core";
import type { Engine, Model, ModelConfig, NamedValues, Slice } from "@attune/nn";
import type { Scalar, Tensor } from "@tensorflow/tfjs-core";
import * as Schema from "effect/Schema";
import type { Penalty } from "./Penalty.ts";

/** The wiring under test. A check takes every part of it from here, so that a test can put a wrong one in. */
export interface Wiring {
  readonly engine: Engine;
  /** Without noise. */
  readonly model: Model;
  /** The loss as the experiment states it: what `batchLoss` must compute. */
  readonly loss: ModelConfig["loss"];
  /** outputs [batch, width] and targets → the loss of the batch. */
  readonly batchLoss: (outputs: Tensor, targets: Tensor) => Scalar;
  /** L2 of strength λ. */
  readonly penalty: (strength: number) => Penalty;
  /** L1 of strength λ. */
  readonly absolutePenalty: (strength: number) => Penalty;
  /** Initial weights. */
  readonly weights: NamedValues;
  /** The training slice. */
  readonly train: Slice;
  readonly validation: Slice;
  /**
   * The inputs of the test slice, to count rows that stand in training too. Without targets: no figure of how well a
   * network does can be made of them, so the test stays unseen until there are finalists.
   */
  readonly test: Pick<Slice, "size" | "inputs">;
  /** Number of classes; 0 where the target is values. */
  readonly classes: number;
  /** Where the data has names: of each input of an example, and of each class. */
  readonly featureNames: ReadonlyArray<string>;
  readonly classNames: ReadonlyArray<string>;
  readonly seed: number;
  /** The model with twice the width; undefined, or absent, where there is none. */
  readonly wider?: () => Model | undefined;
  /** Indices of the training examples, batch by batch, of an epoch counted from 0. */
  readonly batches: (epoch: number) => ReadonlyArray<Int32Array>;
}

export interface Verdict {
  readonly result: CheckResult;
  /** What is wrong, where the status is `fail` or `warn`, or worth knowing, where it is `info`. */
  readonly finding?: Finding;
}

export interface CheckConfig {
  /** Why the check is not to run. */
  readonly waive?: string;
}

export interface Check<Config extends CheckConfig = CheckConfig> {
  readonly code: string;
  readonly name: string;
  readonly config: Schema.Codec<Config, unknown>;
  run(wiring: Wiring, config: Config): Verdict;
}

/** The setting that every check has. */
export const waive = Schema.optionalKey(
  Schema.NonEmptyString.annotate({
    description: "Reason for leaving the check out. It is shown in the report.",
  }),
);

type Named = Pick<Check, "code" | "name">;

export const passed = ({ code, name }: Named, evidence: string): Verdict => ({
  result: { code, name, status: "pass", evidence },
});

export const notApplicable = ({ code, name }: Named, reason: string): Verdict => ({
  result: { code, name, status: "not_applicable", evidence: reason },
});

/** `severity` is the status too. */
export const found = ({ code, name }: Named, finding: Omit<Finding, "code" | "name">): Verdict => ({
  result: { code, name, status: finding.severity, evidence: finding.evidence },
  finding: { code, name, ...finding },
});
