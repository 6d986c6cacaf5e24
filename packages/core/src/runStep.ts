/** Runs one request in this process: the body of every layer of `StepRunner`. */
import { pathToFileURL } from "node:url";
import { openArtifacts } from "./Artifacts.ts";
import { loadModule } from "./loadModule.ts";
import { stepKindOf } from "./loadStepKind.ts";
import type { EpochRow, Outcome } from "./Outcome.ts";
import type { StepKind } from "./StepKind.ts";
import type { StepRequest } from "./StepRunner.ts";

export type Memo = <A>(key: string, make: () => Promise<A>) => Promise<A>;

/** Keeps what `make` gave for the life of the memo; a `make` that failed is tried again. */
export const makeMemo = (): Memo => {
  const kept = new Map<string, unknown>();
  return async <A>(key: string, make: () => Promise<A>) => {
    if (!kept.has(key)) kept.set(key, await make());
    return kept.get(key) as A; // a key is used with one type: each step kind prefixes its own
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
