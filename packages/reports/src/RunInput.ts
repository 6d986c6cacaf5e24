/** All that the page of one run is made of: plain data, equal for a first run and for one out of the cache. */
import type { CheckResult, EpochRow, Finding, Json, Metrics } from "@attune/core";
import type { Watch } from "./Watch.ts";

/** Epochs in order, counted from 1; scalars by name, such as `validation.loss`. */
export type Curve = ReadonlyArray<EpochRow>;

/** How many examples each slice holds. */
export interface SplitSizes {
  readonly train: number;
  readonly validation: number;
  readonly test: number;
}

export interface StepSummary {
  readonly id: string;
  readonly kind: string;
  /** Cache key, in hexadecimal. */
  readonly key: string;
  readonly status: "succeeded" | "infeasible" | "failed" | "skipped";
  /** Of the step's original execution. */
  readonly durationMillis: number;
  readonly checks: ReadonlyArray<CheckResult>;
  readonly findings: ReadonlyArray<Finding>;
  readonly metrics: Metrics;
  /** What only a report needs: `confusion` of evaluate, `layers` of init. */
  readonly detail: Readonly<Record<string, Json>>;
  /** Of a training: the network by layer while it learned. */
  readonly watch?: Watch;
  /** The last lines of a step that failed. */
  readonly log?: string;
}

/** Names and versions of what computed the run: `{ attune: "0.1.0", node: "24.21.0" }`. */
export type Versions = Readonly<Record<string, string>>;

export interface RunInput {
  readonly name: string;
  /** The experiment file, as it was given. */
  readonly file: string;
  readonly command: string;
  readonly seed: number;
  readonly engine: string;
  readonly dataDigest: string;
  readonly split: SplitSizes;
  readonly steps: ReadonlyArray<StepSummary>;
  readonly curves: ReadonlyArray<{ readonly step: string; readonly rows: Curve }>;
  /** The experiment with every default filled in. */
  readonly yaml: string;
  readonly versions: Versions;
}
