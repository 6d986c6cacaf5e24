export { type Artifacts, openArtifacts } from "./Artifacts.ts";
export { cacheKey, type KeyParts, resultName } from "./CacheKey.ts";
export { type CodeDigest, type CodeEntry, type KeptDigests, makeCodeDigests } from "./CodeDigest.ts";
export type { Configuration } from "./Configuration.ts";
export { canonicalJson } from "./canonicalJson.ts";
export { DurationText } from "./DurationText.ts";
export { decode, type Mistake } from "./decode.ts";
export { type Declaration, type DecodeOptions, decodeExperiment, type Experiment } from "./Experiment.ts";
export { CheckResult, Finding, Patch, Remedy } from "./Finding.ts";
export { experimentSchema } from "./jsonSchema/experimentSchema.ts";
export { isJsonSchema, type JsonSchema } from "./jsonSchema/JsonSchema.ts";
export type { ChosenEngine, Inspection, Language, SweptStep } from "./Language.ts";
export { hookTsx } from "./loadModule.ts";
export type { UserStep } from "./loadStepKind.ts";
export { nearest } from "./nearest.ts";
export { EpochRow, Hash, Metrics, Outcome, outcome } from "./Outcome.ts";
export { parsePath } from "./Override.ts";
export { type Plan, type PlannedStep, type Planner, type PlanOptions, plan } from "./Plan.ts";
export { InvalidExperiment, Problem } from "./Problem.ts";
export { flowText, type PatchedText, patchText, patchValue } from "./patchText.ts";
export type { PlacedChoice } from "./placeChoices.ts";
export { resolvedSettings } from "./resolvedSettings.ts";
export { resolvedYaml } from "./resolvedYaml.ts";
export { Scheduler, type SchedulerOptions, type StepCounts, type StepState } from "./Scheduler.ts";
export { showPath } from "./Source.ts";
export { StepEvent } from "./StepEvent.ts";
export type {
  Blobs,
  Checkpoint,
  Json,
  ResolvedExperiment,
  RowReference,
  StepContext,
  StepInput,
  StepKind,
} from "./StepKind.ts";
export { StepFailed, StepMessage, StepRequest, StepRunner } from "./StepRunner.ts";
export { layer as layerInProcess } from "./StepRunnerInProcess.ts";
export { layer as layerPool } from "./StepRunnerPool.ts";
export { Store, StoreUnavailable } from "./Store.ts";
export { serveSteps } from "./serveSteps.ts";
export { sha256 } from "./sha256.ts";
export type { StoredResult } from "./tables/results.ts";
export type { Failure, KeptRun, NewRun, RunRecord, RunRow, RunStep } from "./tables/runs.ts";
export type { SeenStep } from "./tables/steps.ts";
