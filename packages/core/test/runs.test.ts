import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Store } from "@attune/core";
import Database from "better-sqlite3";
import * as Effect from "effect/Effect";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { migrations } from "../src/migrations.ts";

let folder = "";
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "attune-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const withStore = <A>(use: (store: Store["Service"]) => A): Promise<A> =>
  Effect.runPromise(Store.useSync(use).pipe(Effect.provide(Store.layer(folder))));

const started = { command: "attune run x.yaml", file: "/x.yaml", experiment: "x" };

describe("the runs of a store", () => {
  it("keep tags, note, the file, metrics, settings and steps, in the plan's order", async () => {
    const record = {
      metrics: { "train.validation.accuracy": 0.9 },
      settings: { seed: 1, model: { units: 8 } },
      steps: [
        { step: "train", key: "k2", name: "k2@5" },
        { step: "evaluate", key: "k1", name: "k1" },
      ],
    };
    const run = await withStore(({ startRun, keepRun, endRun }) => {
      const run = startRun({ ...started, tags: ["a", "b"], note: "why", written: { name: "x" } });
      keepRun(run, record);
      endRun(run, "succeeded");
      return run;
    });
    const kept = await withStore(({ keptRun }) => keptRun(run));
    expect(kept).toMatchObject({
      ...record,
      ...started,
      id: run,
      status: "succeeded",
      tags: ["a", "b"],
      note: "why",
      written: { name: "x" },
    });
    const { settings: _settings, steps: _steps, written: _written, ...row } = kept!;
    expect(await withStore(({ runs }) => runs())).toEqual([row]);
    expect(await withStore(({ keptRun }) => keptRun(run + 1))).toBeUndefined();
  });

  it("lose a damaged epoch, which may be written again", async () => {
    const row = (epoch: number) => ({ epoch, scalars: { loss: 1 / epoch } });
    await withStore(({ appendEpoch }) => {
      for (const epoch of [1, 2, 3, 4]) appendEpoch("key", row(epoch), undefined);
    });
    const db = new Database(join(folder, "store.sqlite"));
    const damage = db.prepare("UPDATE epochs SET scalars = ? WHERE epoch = ?");
    damage.run('{"loss":', 2);
    damage.run('{"loss":"1"}', 3);
    damage.run("null", 4);
    db.close();
    expect(await withStore(({ epochs }) => epochs("key"))).toEqual([row(1)]);
    await withStore(({ appendEpoch }) => appendEpoch("key", row(2), undefined));
    expect(await withStore(({ epochs }) => epochs("key"))).toEqual([row(1), row(2)]);
  });

  it("of an older store are read with nothing in the new columns", async () => {
    mkdirSync(folder, { recursive: true });
    const db = new Database(join(folder, "store.sqlite"));
    db.exec(migrations[0]!);
    db.pragma("user_version = 1");
    db.exec("INSERT INTO runs VALUES (1, 'attune run', '/x.yaml', 'x', 1, 5, 9, 'succeeded', NULL)");
    db.close();
    const [row, kept] = await withStore(({ runs, keptRun }) => [runs()[0], keptRun(1)]);
    expect(row).toEqual({
      id: 1,
      command: "attune run",
      file: "/x.yaml",
      experiment: "x",
      startedAt: 5,
      endedAt: 9,
      status: "succeeded",
      tags: [],
      note: null,
      metrics: {},
    });
    expect(kept).toMatchObject({ written: null, settings: null, steps: [] });
  });
});
