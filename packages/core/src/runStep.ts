/** Runs one request in this process: the body of every layer of `StepRunner`. */
import { pathToFileURL } from "node:url";
import { openArtifacts } from "./Artifacts.ts";
import { loadModule } from "./loadModule.ts";
import { stepKindOf } from "./loadStepKind.ts";
import type { EpochRow, Outcome } from "./Outcome.ts";
import type { StepKind } from "./StepKind.ts";
import type { StepRequest } from "./StepRunner.ts";

export type Memo = <A>(key: string, make: () => Promise<A>) => Promise<A>;

/** How much a memo keeps: an engine, a data set, its slices in a few cuts, and compiled steps. */
const KEPT = 8;

/** Keeps what `make` gave for the keys asked for last; a `make` that failed is tried again. */
export const makeMemo = (): Memo => {
  const kept = new Map<string, unknown>();
  return async <A>(key: string, make: () => Promise<A>) => {
    const found = kept.has(key) ? kept.get(key) : await make();
    kept.delete(key);
    kept.set(key, found); // the map's order is that of the last use
    for (const old of [...kept.keys()].slice(0, -KEPT)) kept.delete(old);
    return found as A; // a key is used with one type: each step kind prefixes its own
  };
};

const kindOf = async (request: StepRequest, kinds: Readonly<Record<string, StepKind>>): Promise<StepKind> => {
  const builtIn = kinds[request.uses];
  if (request.module === undefined) {
    if (builtIn === undefined) throw new Error(`this worker has no step kind "${request.uses}"`);
    return builtIn;
  }
  const loaded = await loadModule(pathToFileURL(request.module).href);
  const kind = "exports" in loaded ? stepKindOf(request.uses, loaded.exports.default) : undefined;
  if (kind === undefined)
    throw new Error("message" in loaded ? loaded.message : `${request.uses} is no step kind`);
  return kind;
};

/** Rejects with what the step threw. */
export const runStep = async (
  request: StepRequest,
  kinds: Readonly<Record<string, StepKind>>,
  memo: Memo,
  onEpoch: (row: EpochRow, checkpoint: string | undefined) => void,
): Promise<Outcome> => {
  const kind = await kindOf(request, kinds);
  return kind.run(request.view, {
    seed: request.seed,
    engine: request.engine,
    directory: request.directory,
    inputs: request.inputs,
    until: request.until,
    checkpoint: request.checkpoint,
    blobs: openArtifacts(request.blobs),
    onEpoch,
    clockMillis: () => performance.now(),
    memo,
  });
};
