import type { StepContext, StepInput } from "@attune/core";
import type { Dataset } from "@attune/nn";
import type { Data } from "../Resources.ts";
import { type Cell, subjectOf } from "./Cell.ts";
import { networks } from "./networks.ts";

/** What several cells share: engines, data sets and slices, the ones used last. */
export interface CellMemo {
  readonly get: <A>(key: string, make: () => Promise<A>) => Promise<A>;
}

const KEPT = 12;

export const makeCellMemo = (): CellMemo => {
  const kept = new Map<string, Promise<unknown>>();
  return {
    get: <A>(key: string, make: () => Promise<A>) => {
      const found = kept.get(key) ?? make();
      kept.delete(key);
      kept.set(key, found);
      for (const old of [...kept.keys()].slice(0, -KEPT)) if (!old.startsWith("engine ")) kept.delete(old);
      return found as Promise<A>; // a key belongs to one type: its first word says which
    },
  };
};

/** A step's context in memory, whose data have the subject's fault. */
export const makeCellContext = (cell: Cell, memo: CellMemo) => {
  const subject = subjectOf(cell);
  const network: { readonly dataset?: (dataset: Dataset) => Dataset } = networks[cell.network];
  const blobs = new Map<string, Uint8Array>();
  const keyed = (key: string, wrong: unknown) =>
    `${key} ${cell.network === "table" ? "table" : ""} ${wrong === undefined ? "" : `${cell.subject} ${cell.seed}`}`;
  const asDataset = (dataset: Dataset): Dataset => {
    const own = network.dataset?.(dataset) ?? dataset;
    return subject.dataset?.(own, cell.seed) ?? own;
  };
  const asData = (data: Data): Data => subject.slices?.(data) ?? data;
  return (inputs: Readonly<Record<string, StepInput>>, until: number): StepContext => ({
    seed: cell.seed,
    engine: "wasm",
    directory: ".",
    inputs,
    until,
    checkpoint: undefined,
    blobs: {
      read: (hash) => {
        const bytes = blobs.get(hash);
        if (bytes === undefined) throw new Error(`no blob ${hash}`);
        return bytes;
      },
      write: (bytes) => {
        const name = String(blobs.size);
        blobs.set(name, bytes);
        return name;
      },
    },
    onEpoch: () => undefined,
    clockMillis: () => 0,
    memo: <A>(key: string, make: () => Promise<A>): Promise<A> => {
      // what a key of openData holds is known by its first word
      if (key.startsWith("data "))
        return memo.get(keyed(key, subject.dataset), async () =>
          asDataset((await memo.get(key, make)) as Dataset),
        ) as Promise<A>;
      if (key.startsWith("slices "))
        return memo.get(keyed(key, subject.dataset ?? subject.slices), async () =>
          asData((await make()) as Data),
        ) as Promise<A>;
      return memo.get(key, make);
    },
  });
};
