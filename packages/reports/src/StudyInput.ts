/** All that the page of a sweep is made of: plain data, equal for a first run and for one out of the cache. */
import type { CheckResult, Finding, Metrics } from "@attune/core";
import type { Curve, SplitSizes, Versions } from "./RunInput.ts";
import type { Confusion, LayerStatistics, TrainingEnd } from "./StepDetail.ts";
import type { Watch } from "./Watch.ts";

export type ParameterSpace =
  | {
      readonly kind: "uniform" | "log_uniform" | "int" | "log_int";
      readonly low: number;
      readonly high: number;
    }
  | {
      readonly kind: "choice";
      /** Labels of the options. */
      readonly options: ReadonlyArray<string>;
    };

export interface ParameterInput {
  /** As in the journal: `steps.train.with.optimizer[adam].learning_rate`. */
  readonly name: string;
  readonly space: ParameterSpace;
}

export type ParameterValue = string | number | boolean | null;

export interface TrialInput {
  readonly number: number;
  /** Only the hyperparameters that count in this trial. */
  readonly assignment: Readonly<Record<string, ParameterValue>>;
  readonly state: "succeeded" | "infeasible" | "failed";
  readonly objective?: number;
  readonly epochs: number;
  readonly durationMillis: number;
  readonly curve: Curve;
  readonly checks: ReadonlyArray<CheckResult>;
  readonly findings: ReadonlyArray<Finding>;
  /** Why the machine failed. */
  readonly error?: string;
}

export interface RepeatInput {
  readonly repeat: number;
  readonly seed: number;
  readonly objective?: number;
  /** Figures on the test set, such as `test.accuracy`. */
  readonly test?: Metrics;
  readonly state: TrialInput["state"];
  readonly curve: Curve;
}

/** A trial that was run again on fresh seeds. The r-th repeats of all finalists share their seed: they are paired. */
export interface FinalistInput {
  readonly trial: number;
  /** By the objective of its trial; the best has the lowest. */
  readonly rank: number;
  readonly repeats: ReadonlyArray<RepeatInput>;
}

/** The best trial's own run. */
export interface RunBrief {
  readonly curve: Curve;
  readonly confusion?: Confusion;
  readonly layers?: ReadonlyArray<LayerStatistics>;
  readonly end?: TrainingEnd;
  readonly watch?: Watch;
}

/** The training of an infeasible trial, up to where it broke down. */
export interface FailureBrief {
  readonly trial: number;
  readonly curve: Curve;
  readonly watch: Watch;
}

export interface ObjectiveInput {
  readonly direction: "maximize" | "minimize";
  /** Step and metric: `train.validation.accuracy`. */
  readonly path: string;
}

export interface StudyInput {
  readonly name: string;
  readonly file: string;
  readonly command: string;
  readonly seed: number;
  readonly engine: string;
  readonly dataDigest: string;
  readonly split: SplitSizes;
  readonly objective: ObjectiveInput;
  readonly sampler: string;
  /** Virtual workers of the study. */
  readonly parallel: number;
  readonly parameters: ReadonlyArray<ParameterInput>;
  readonly trials: ReadonlyArray<TrialInput>;
  readonly finalists: ReadonlyArray<FinalistInput>;
  /** Number of the trial that won among the finalists. */
  readonly winner?: number;
  readonly best?: RunBrief;
  /** Of the cause that took most of the budget: its first trial. */
  readonly failure?: FailureBrief;
  /** The experiment with the best trial's values in place of its spaces. */
  readonly bestYaml: string;
  /** The experiment as it was searched, with its spaces. */
  readonly yaml?: string;
  readonly journalDigest: string;
  readonly versions: Versions;
}
