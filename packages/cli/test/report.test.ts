import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Store } from "@attune/core";
import * as Effect from "effect/Effect";
import { describe, expect, it } from "vitest";
import { attune, smokeFolder, summaryOf } from "./attune.ts";

interface Page {
  readonly best: { readonly trial: number; readonly objective: number };
  readonly trials: ReadonlyArray<{
    number: number;
    objective?: number;
    last?: { epoch: number; scalars: object };
  }>;
  readonly finalists: ReadonlyArray<{
    trial: number;
    repeats: ReadonlyArray<{ repeat: number; objective?: number; test?: object }>;
  }>;
}

const pageOf = (path: string): Page =>
  JSON.parse(
    /<script type="application\/json" id="attune-data">(.*?)<\/script>/s.exec(
      readFileSync(path, "utf8"),
    )?.[1] ?? "{}",
  );

describe("the report", () => {
  it("has the store's figures: best, objectives, last points of the curves, finalists", async () => {
    const folder = smokeFolder();
    const ended = await attune(["sweep", "sweep.yaml", "--json"], { cwd: folder });
    const { report, best } = summaryOf(ended);
    const page = pageOf(join(folder, report));
    const names = new Map(
      ended.stdout
        .split("\n")
        .filter((line) => line.startsWith('{"_tag":"Finished"'))
        .map((line): { step: string; name: string } => JSON.parse(line))
        .map(({ step, name }) => [step, name]),
    );
    const stored = await Effect.runPromise(
      Store.useSync(({ result, epochs }) => {
        const outcome = (step: string) => result(names.get(step) ?? "")?.outcome;
        return {
          trials: page.trials.map(({ number }) => ({
            number,
            objective: outcome(`trial ${number}/train`)?.metrics["validation.accuracy"],
            last: epochs(names.get(`trial ${number}/train`)?.split("@")[0] ?? "").at(-1),
          })),
          finalists: page.finalists.flatMap(({ trial, repeats }) =>
            repeats.map(({ repeat }) => ({
              trial,
              repeat,
              objective: outcome(`finalist ${trial} seed ${repeat}/train`)?.metrics["validation.accuracy"],
              test: outcome(`finalist ${trial} seed ${repeat}/evaluate`)?.metrics,
            })),
          ),
        };
      }).pipe(Effect.provide(Store.layer(join(folder, ".attune")))),
    );
    expect(page.trials.map(({ number, objective, last }) => ({ number, objective, last }))).toEqual(
      stored.trials,
    );
    expect(stored.trials.every(({ last }) => last?.epoch === 20)).toBe(true);
    expect(
      page.finalists.flatMap(({ trial, repeats }) =>
        repeats.map(({ repeat, objective, test }) => ({ trial, repeat, objective, test })),
      ),
    ).toEqual(stored.finalists);
    expect(page.best.trial).toBe(best?.trial);
    expect(page.best.objective).toBe(stored.trials.find(({ number }) => number === best?.trial)?.objective);
  });

  it("is written again from what the store kept, byte for byte", async () => {
    const folder = smokeFolder();
    const path = join(folder, ".attune/reports/smoke-run.html");
    expect((await attune(["report", "run.yaml"], { cwd: folder })).code).toBe(2);
    expect(existsSync(join(folder, ".attune"))).toBe(false);
    await attune(["run", "run.yaml"], { cwd: folder });
    const before = readFileSync(path, "utf8");
    const ended = await attune(["report", "run.yaml"], { cwd: folder });
    expect([ended.code, ended.stdout]).toEqual([0, ".attune/reports/smoke-run.html\n"]);
    expect(readFileSync(path, "utf8")).toBe(before);
  });
});
