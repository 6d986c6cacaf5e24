/**
 * What a trial costs beyond its training: the plan, keys, messages of workers, rows of epochs, artifacts, sanity from
 * the cache. By hand: `node bench/trial.bench.ts [--quick] [--json]`. A sweep of one worker with N and with 2 N
 * trials, each in a new store; the difference a trial, less the time that its training step takes in this process
 * (the median of the same settings), is the cost. Rounds take turns and the minimum counts.
 */
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { normals, stream, uniforms } from "@attune/nn";
import { initStep, trainStep } from "@attune/train";
import { asInput, experiment, memoryContext, runStep } from "../packages/train/test/MemoryContext.ts";

const quick = process.argv.includes("--quick");
const rounds = quick ? 2 : 4;
const trials = quick ? 50 : 200;
const goal = 5;
const attune = fileURLToPath(new URL("../packages/cli/bin/attune.js", import.meta.url));

const [examples, features, classes] = [1797, 64, 10];

/** Blobs of ten classes, as many and as wide as the 8 × 8 digits. */
const table = (): string => {
  const centres = normals(stream(1, "centres"), classes * features);
  const noise = normals(stream(1, "noise"), examples * features);
  const rows = Array.from({ length: examples }, (_, row) => {
    const label = row % classes;
    const values = Array.from({ length: features }, (_, at) =>
      (centres[label * features + at]! + 2 * noise[row * features + at]!).toFixed(3),
    );
    return `${values.join()},${label}`;
  });
  const names = Array.from({ length: features }, (_, at) => `x${at}`);
  return `${names.join()},digit\n${rows.join("\n")}\n`;
};

const data = {
  uses: "csv",
  path: "table.csv",
  target: "digit",
  split: { train: 1437, validation: 360, test: 0 },
};
const model = {
  layers: [
    { dense: { units: 32, activation: "relu" } },
    { dense: { units: 32, activation: "relu" } },
    { dense: { units: 10 } },
  ],
  loss: "cross_entropy",
};
const settings = { epochs: 20, batch_size: 64 };

/** JSON is YAML. */
const sweepOf = (count: number): string =>
  JSON.stringify({
    name: "trial-bench",
    seed: 7,
    data,
    model,
    steps: {
      init: { uses: "init" },
      sanity: { uses: "sanity", needs: ["init"] },
      train: {
        uses: "train",
        needs: ["sanity"],
        with: {
          ...settings,
          optimizer: { adam: { learning_rate: { log_uniform: [1e-5, 1e-1] } } },
          l2: { log_uniform: [1e-6, 1e-2] },
        },
      },
    },
    sweep: {
      objective: { maximize: "train.validation.accuracy" },
      sampler: "random",
      trials: count,
      parallel: 1,
    },
  });

/** Milliseconds of a sweep, start-up included. */
const sweep = (folder: string, count: number): Promise<number> =>
  new Promise((resolve, reject) => {
    const file = join(folder, `${count}.yaml`);
    writeFileSync(file, sweepOf(count));
    const start = performance.now();
    const store = mkdtempSync(join(folder, "store-"));
    const child = spawn(process.execPath, [attune, "sweep", file, "--json", "--store", store], {
      stdio: ["ignore", "ignore", "pipe"],
    });
    let errors = "";
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.on("close", (code) => {
      rmSync(store, { recursive: true, force: true });
      if (code === 0) resolve(performance.now() - start);
      else reject(new Error(`attune sweep ended with ${code}\n${errors}`));
    });
  });

/** Milliseconds of the training step alone, in this process: the median over trials, the first few left out. */
const training = async (directory: string): Promise<number> => {
  const of = experiment(data, model);
  const start = memoryContext({ directory });
  const init = await runStep(initStep, of, {}, start);
  const [rates, penalties] = [uniforms(stream(1, "rates"), 50), uniforms(stream(1, "penalties"), 50)];
  const times: Array<number> = [];
  for (const [at, rate] of rates.entries()) {
    const context = memoryContext({
      directory,
      blobs: start.blobs,
      inputs: asInput(init),
      until: settings.epochs,
    });
    const config = {
      ...settings,
      optimizer: { adam: { learning_rate: 10 ** (4 * rate - 5) } },
      l2: 10 ** (4 * penalties[at]! - 6),
    };
    const from = performance.now();
    await runStep(trainStep, of, config, context);
    times.push(performance.now() - from);
  }
  const settled = times.slice(10).sort((a, b) => a - b);
  return settled[settled.length >> 1]!;
};

const folder = mkdtempSync(join(tmpdir(), "trial-bench-"));
try {
  writeFileSync(join(folder, "nx.json"), "{}");
  writeFileSync(join(folder, "table.csv"), table());
  const [whole, bare]: [Array<number>, Array<number>] = [[], []];
  const [few, many]: [Array<number>, Array<number>] = [[], []];
  for (let round = 0; round < rounds; round++) {
    bare.push(await training(folder));
    few.push(await sweep(folder, trials));
    many.push(await sweep(folder, 2 * trials));
    whole.push((many.at(-1)! - few.at(-1)!) / trials);
  }
  const trial = (Math.min(...many) - Math.min(...few)) / trials;
  const step = Math.min(...bare);
  const report = { trial, training: step, beyond: trial - step, goal, rounds: { whole, bare } };
  if (process.argv.includes("--json")) console.log(JSON.stringify(report, undefined, 2));
  else {
    console.log(
      `a trial takes ${trial.toFixed(1)} ms, its training ${step.toFixed(1)} ms: ${report.beyond.toFixed(1)} ms beyond (goal ${goal})`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
