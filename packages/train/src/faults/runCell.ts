/** Runs init, sanity and train of a cell, as a run of its file would, and keeps what they found. */
import {
  type Json,
  type Outcome,
  type Patch,
  patchValue,
  type ResolvedExperiment,
  type StepKind,
} from "@attune/core";
import { DataConfig, ModelConfig } from "@attune/nn";
import * as Schema from "effect/Schema";
import { openWiring } from "../openWiring.ts";
import { runChecks } from "../runChecks.ts";
import { initStep } from "../steps/init.ts";
import { sanityStep } from "../steps/sanity.ts";
import { trainStep } from "../steps/train.ts";
import { type Cell, type CellResult, subjectOf } from "./Cell.ts";
import { type CellMemo, makeCellContext } from "./cellContext.ts";
import { networks, type Written } from "./networks.ts";

const strict = { onExcessProperty: "error" } as const;

const normal = (schema: Schema.Codec<unknown, unknown>, value: Json): Json =>
  Schema.decodeUnknownSync(Schema.Json)(
    Schema.encodeUnknownSync(schema)(Schema.decodeUnknownSync(schema)(value, strict)),
  );

const patched = (written: Written, patch: Patch): Written => {
  const result = patchValue(written, patch);
  if ("problem" in result) throw new Error(`${patch.path}: ${result.problem}`);
  return result.value as Written; // a patch changes values, not the parts that an experiment has
};

/** The experiment of a cell, with further patches in it. */
export const experimentOf = (cell: Cell, patches: ReadonlyArray<Patch> = []): Written =>
  [...(subjectOf(cell).patches?.(cell.network) ?? []), ...patches].reduce<Written>(
    patched,
    networks[cell.network].experiment,
  );

interface Prepared<View extends Json> {
  readonly view: View;
  readonly until: number;
}

const prepare = <Config, View extends Json>(
  kind: StepKind<Config, View>,
  experiment: ResolvedExperiment,
  settings: Json,
): Prepared<View> => {
  const config = Schema.decodeUnknownSync(kind.config)(settings, strict);
  return { view: kind.view(experiment, config), until: kind.epochs?.(config) ?? 0 };
};

/** The steps of a cell as a run of its file would have them; throws where a setting is not as its schema has it. */
export const decodeCell = (cell: Cell, patches: ReadonlyArray<Patch> = []) => {
  const { steps, ...written } = experimentOf(cell, patches);
  const experiment = {
    name: cell.subject,
    seed: cell.seed,
    data: normal(DataConfig, written.data),
    model: normal(ModelConfig, written.model),
  };
  return {
    init: prepare(initStep, experiment, steps.init.with),
    sanity: prepare(sanityStep, experiment, steps.sanity.with),
    train: prepare(trainStep, experiment, steps.train.with),
  };
};

const asInput = ({ metrics, detail, artifacts }: Outcome) => ({
  weights: { name: "weights", metrics, detail, artifacts },
});

/** `patches` are what a remedy asks for. */
export const runCell = async (
  cell: Cell,
  memo: CellMemo,
  patches: ReadonlyArray<Patch> = [],
): Promise<CellResult> => {
  const { init, sanity, train } = decodeCell(cell, patches);
  const context = makeCellContext(cell, memo);
  const { wiring, dataset, slices } = subjectOf(cell);
  const first = await initStep.run(init.view, context({}, 0));
  const findings = [...first.findings];
  if (first.status === "infeasible") return { ...cell, findings };
  const wrong = wiring ?? dataset ?? slices;
  const key = `sanity ${cell.network} ${wrong === undefined ? "" : cell.subject} ${JSON.stringify([cell.seed, sanity.view, init.view])}`;
  const checked = await memo.get(key, async () => {
    const given = context(asInput(first), 0);
    if (wiring === undefined) return sanityStep.run(sanity.view, given);
    const { config } = sanityStep;
    return runChecks(
      wiring(await openWiring(sanity.view, given)),
      Schema.decodeUnknownSync(config)(sanity.view.sanity),
    );
  });
  findings.push(...checked.findings);
  if (checked.status === "infeasible") return { ...cell, findings };
  const trained = await trainStep.run(train.view, context(asInput(first), train.until));
  findings.push(...trained.findings);
  const validation = trained.metrics["validation.accuracy"];
  return {
    ...cell,
    findings,
    ...(trained.status === "succeeded" && validation !== undefined ? { validation } : {}),
  };
};
