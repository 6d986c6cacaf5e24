import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Store } from "@attune/core";
import * as Effect from "effect/Effect";
import { describe, expect, it } from "vitest";
import { attune, edit, root, smokeFolder, summaryOf } from "./attune.ts";

const json = ["sweep", "sweep.yaml", "--json"];

const sha = (path: string) => createHash("sha256").update(readFileSync(path)).digest("hex");

/** Every epoch row of every trajectory in the store of a folder. */
const rowsOf = (folder: string, keys: Iterable<string>) =>
  Effect.runPromise(
    Store.useSync(({ epochs }) => [...keys].sort().map((key) => epochs(key))).pipe(
      Effect.provide(Store.layer(join(folder, ".attune"))),
    ),
  );

/** Keys of the trajectories that a run told of. */
const keysOf = (stdout: string) =>
  new Set(
    stdout
      .split("\n")
      .filter((line) => line.includes('"name"'))
      .map((line): { name: string } => JSON.parse(line))
      .flatMap(({ name }) => (name.includes("@") ? [name.split("@")[0]!] : [])),
  );

describe("attune sweep", () => {
  it("runs a study to its report, and then takes it all from the cache", async () => {
    const folder = smokeFolder();
    const first = await attune(json, { cwd: folder });
    expect(first.stderr).toBe("");
    expect(first.code).toBe(0);
    const one = summaryOf(first);
    // 6 trials and 2 finalists on 2 seeds: init and sanity for 3 seeds, 10 trainings, 4 evaluations
    expect(one.steps).toEqual({ run: 3 + 3 + 10 + 4, cached: 0, failed: 0 });
    expect(one.best?.objective.value).toBeGreaterThan(0.85);
    const report = join(folder, one.report);
    const bytes = sha(report);
    const second = await attune(json, { cwd: folder });
    const two = summaryOf(second);
    expect(two).toEqual({ ...one, steps: { run: 0, cached: 20, failed: 0 } });
    expect(sha(report)).toBe(bytes);
  });

  it("gives the same study with 1 and 2 workers, and after SIGKILL at three instants", async () => {
    const straight = smokeFolder();
    const whole = await attune([...json, "--workers", "2"], { cwd: straight });
    const { journalDigest } = summaryOf(whole);
    const rows = await rowsOf(straight, keysOf(whole.stdout));
    expect(rows.flat()).toHaveLength(10 * 20);

    const alone = smokeFolder();
    expect(summaryOf(await attune([...json, "--workers", "1"], { cwd: alone })).journalDigest).toBe(
      journalDigest,
    );
    expect(await rowsOf(alone, keysOf(whole.stdout))).toEqual(rows);

    const killed = smokeFolder();
    for (const epochs of [3, 40, 90]) {
      const ended = await attune(json, {
        cwd: killed,
        onOutput: (stdout, child) => {
          if (stdout.split('"_tag":"Epoch"').length > epochs) child.kill("SIGKILL");
        },
      });
      expect(ended.code).toBe(null);
    }
    const resumed = summaryOf(await attune(json, { cwd: killed }));
    expect(resumed.journalDigest).toBe(journalDigest);
    expect(resumed.steps.cached).toBeGreaterThan(0);
    expect(await rowsOf(killed, keysOf(whole.stdout))).toEqual(rows);
  });

  it("Ctrl-C: 130 within a second, no orphan, and the next run ends as if undisturbed", async () => {
    const { journalDigest } = summaryOf(await attune(json, { cwd: smokeFolder() }));
    const folder = smokeFolder();
    /** Interrupts a run in its first epochs; gives the milliseconds until it was gone. */
    const interrupt = async (args: ReadonlyArray<string>): Promise<number> => {
      let at = 0;
      let workers: ReadonlyArray<number> = [];
      const ended = await attune(args, {
        cwd: folder,
        onOutput: (stdout, child) => {
          if (at > 0 || !stdout.includes('"_tag":"Epoch"')) return;
          at = performance.now();
          workers = workersOf(child.pid ?? 0);
          child.kill("SIGINT");
        },
      });
      const took = performance.now() - at;
      expect(ended.code).toBe(130);
      expect(workers.length).toBeGreaterThan(0);
      await expect.poll(() => workers.filter(isAlive), { timeout: 2000 }).toEqual([]);
      return took;
    };
    // the least of three: other tests have the machine, too
    const times = [];
    for (const seed of [1, 2, 3]) times.push(await interrupt([...json, "--set", `seed=${seed}`]));
    expect(Math.min(...times)).toBeLessThan(1000);
    expect(summaryOf(await attune(json, { cwd: folder })).journalDigest).toBe(journalDigest);
  });

  it("a SIGKILLed parent leaves no worker behind", async () => {
    let workers: ReadonlyArray<number> = [];
    await attune(json, {
      cwd: smokeFolder(),
      onOutput: (stdout, child) => {
        if (workers.length > 0 || !stdout.includes('"_tag":"Epoch"')) return;
        workers = workersOf(child.pid ?? 0);
        child.kill("SIGKILL");
      },
    });
    expect(workers.length).toBeGreaterThan(0);
    await expect.poll(() => workers.filter(isAlive), { timeout: 2000 }).toEqual([]);
  });

  it("a worker that is killed in a step costs an attempt, not the study", async () => {
    const { journalDigest } = summaryOf(await attune(json, { cwd: smokeFolder() }));
    let killed = 0;
    const ended = await attune(json, {
      cwd: smokeFolder(),
      onOutput: (stdout, child) => {
        if (killed > 0 || !stdout.includes('"_tag":"Epoch"')) return;
        for (const worker of workersOf(child.pid ?? 0)) process.kill(worker, "SIGKILL");
        killed++;
      },
    });
    expect(killed).toBeGreaterThan(0);
    expect(ended.code).toBe(0);
    expect(ended.stdout.includes('"_tag":"Retried"')).toBe(true);
    expect(summaryOf(ended).journalDigest).toBe(journalDigest);
  });

  it("runs the main job's shape in exactly 50 steps", async () => {
    const folder = smokeFolder();
    const text = readFileSync(join(root, "experiments/digits/sweep.yaml"), "utf8");
    writeFileSync(join(folder, "digits.yaml"), text);
    edit(
      join(folder, "digits.yaml"),
      ["train: 8000, validation: 1000, test: 1000", "train: 600, validation: 100, test: 100"],
      ["epochs: 10", "epochs: 1"],
    );
    const ended = await attune(["sweep", "digits.yaml", "--json"], { cwd: folder });
    expect(summaryOf(ended).steps).toEqual({ run: 50, cached: 0, failed: 0 });
    const kinds = ended.stdout
      .split("\n")
      .filter((line) => line.includes('"_tag":"Finished"'))
      .map((line) => /\/(\w+)"/.exec(line)?.[1]);
    const count = (kind: string) => kinds.filter((each) => each === kind).length;
    expect(["init", "sanity", "train", "evaluate"].map(count)).toEqual([4, 4, 33, 9]);
  });
});

/** Worker processes of a parent, from the kernel's own list; its compiler's process is none. */
const workersOf = (pid: number): ReadonlyArray<number> => {
  const path = `/proc/${pid}/task/${pid}/children`;
  const children = existsSync(path) ? readFileSync(path, "utf8").split(" ").filter(Boolean).map(Number) : [];
  return children.filter((child) => readFileSync(`/proc/${child}/cmdline`, "utf8").includes("worker.ts"));
};

const isAlive = (pid: number): boolean => {
  if (!readdirSync("/proc").includes(String(pid))) return false;
  return !/^State:\s+Z/m.test(readFileSync(`/proc/${pid}/status`, "utf8"));
};
