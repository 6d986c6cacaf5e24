/** What the sweep's page and the run's page have in common. */
import type { Artifacts, EpochRow, Experiment, Finding, Plan, PlannedStep, StepState } from "@attune/core";
import { type StepSummary, type Watch, watchOf } from "@attune/reports";

export const VERSION = "0.1.0";

/** Rows of a trajectory up to the epochs that were asked for. */
export const curveOf = (
  { planned, state }: { readonly planned: PlannedStep; readonly state: StepState },
  epochs: (key: string) => ReadonlyArray<EpochRow>,
): ReadonlyArray<EpochRow> =>
  planned.until > 0 && state._tag !== "Skipped"
    ? epochs(planned.key).filter(({ epoch }) => epoch <= planned.until)
    : [];

/** A step knows its kind alone; of several of one kind, its remedies are to change the step that the finding is of. */
const ofStep = ({ id, uses }: Pick<PlannedStep, "id" | "uses">, finding: Finding): Finding => {
  const kind = `steps.${uses}.`;
  const remedies = finding.remedies.map((remedy) => {
    const { patch } = remedy;
    return patch?.path.startsWith(kind)
      ? { ...remedy, patch: { ...patch, path: `steps.${id}.${patch.path.slice(kind.length)}` } }
      : remedy;
  });
  return { ...finding, remedies };
};

export const summaryOf = (
  { id, uses, key }: Pick<PlannedStep, "id" | "uses" | "key">,
  state: StepState,
): StepSummary => {
  const step = { id, kind: uses, key, durationMillis: 0, checks: [], findings: [], metrics: {}, detail: {} };
  switch (state._tag) {
    case "Done": {
      const { status, checks, metrics, detail } = state.outcome;
      const findings = state.outcome.findings.map((finding) => ofStep({ id, uses }, finding));
      return { ...step, status, durationMillis: state.durationMillis, checks, findings, metrics, detail };
    }
    case "Failed":
      return { ...step, status: "failed", log: `${state.error.message}\n${state.error.log}` };
    case "Skipped":
      return { ...step, status: "skipped" };
  }
};

/** What a training kept of its watch; undefined of other steps, and where the blob is gone. */
export const watchIn = (
  state: StepState,
  artifacts: Pick<Artifacts, "read" | "verify">,
): Watch | undefined => {
  const hash = state._tag === "Done" ? state.outcome.artifacts.watch : undefined;
  return hash !== undefined && artifacts.verify(hash)
    ? watchOf(JSON.parse(new TextDecoder().decode(artifacts.read(hash))))
    : undefined;
};

/** Digest of the data and sizes of its slices; empty where nothing could be planned. */
export const dataFacts = (plan: Plan | undefined) => {
  const { train = 0, validation = 0, test = 0 } = plan?.data.sizes ?? {};
  return { dataDigest: plan?.data.dataDigest ?? "", split: { train, validation, test } };
};

export const experimentFacts = (experiment: Experiment, shown: string) => ({
  name: experiment.name,
  file: shown,
  seed: experiment.seed,
  versions: { attune: VERSION },
});
