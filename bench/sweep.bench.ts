/**
 * A whole sweep, beside Optuna and PyTorch on the same work: 64 trials of an MLP 64-32-32-10 on the 8 × 8 digits, 20
 * epochs, random search, both cores. By hand: `npx node bench/sweep.bench.ts [--quick] [--json] [--python PYTHON]`; the
 * Python needs torch, optuna and scikit-learn. The two take turns; the minimum of each counts. `withoutStartup` is
 * from the first event of a step to the end; of Optuna from when both processes are ready.
 */
import { spawn, spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

interface Timed {
  readonly seconds: number;
  readonly withoutStartup: number;
}

const here = fileURLToPath(new URL(".", import.meta.url));
const attune = join(here, "../packages/cli/bin/attune.js");
const after = (flag: string): string | undefined => process.argv[process.argv.indexOf(flag) + 1];
const python = process.argv.includes("--python") ? after("--python")! : "python3";
const rounds = process.argv.includes("--quick") ? 1 : 3;
const TRIALS = 64;

const fail = (what: string, text: string): never => {
  console.error(`${what}\n${text}`);
  process.exit(1);
};

const ours = (folder: string): Promise<Timed> =>
  new Promise((resolve) => {
    const store = mkdtempSync(join(folder, "store-"));
    const start = performance.now();
    let first = 0;
    let errors = "";
    const child = spawn(
      process.execPath,
      [attune, "sweep", join(folder, "sweep.yaml"), "--json", "--store", store],
      {
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    child.stdout.on("data", () => {
      first ||= performance.now();
    });
    child.stderr.on("data", (chunk) => {
      errors += chunk;
    });
    child.on("close", (code) => {
      const end = performance.now();
      if (code !== 0) fail(`attune sweep ended with ${code}`, errors);
      resolve({ seconds: (end - start) / 1000, withoutStartup: (end - first) / 1000 });
    });
  });

const theirs = (): Timed => {
  const { status, stdout, stderr } = spawnSync(python, [join(here, "sweep_optuna.py")], { encoding: "utf8" });
  return status === 0 ? JSON.parse(stdout) : fail(`sweep_optuna.py ended with ${status}`, stderr);
};

const best = (runs: ReadonlyArray<Timed>) => {
  const seconds = Math.min(...runs.map((run) => run.seconds));
  const withoutStartup = Math.min(...runs.map((run) => run.withoutStartup));
  const perMinute = (60 * TRIALS) / seconds;
  return {
    seconds,
    withoutStartup,
    trialsPerMinute: perMinute,
    withoutStartupPerMinute: (60 * TRIALS) / withoutStartup,
  };
};

const folder = mkdtempSync(join(tmpdir(), "sweep-bench-"));
try {
  writeFileSync(join(folder, "nx.json"), "{}");
  cpSync(join(here, "sweep.yaml"), join(folder, "sweep.yaml"));
  const digits = spawnSync(
    python,
    [join(here, "sweep_optuna.py"), "--write-digits", join(folder, "digits.csv")],
    {
      encoding: "utf8",
    },
  );
  if (digits.status !== 0) fail("the digits could not be written", digits.stderr);
  const attuneRuns: Array<Timed> = [];
  const optunaRuns: Array<Timed> = [];
  for (let round = 0; round < rounds; round++) {
    attuneRuns.push(await ours(folder));
    optunaRuns.push(theirs());
  }
  const [own, other] = [best(attuneRuns), best(optunaRuns)];
  const ratio = own.trialsPerMinute / other.trialsPerMinute;
  const ratioWithoutStartup = own.withoutStartupPerMinute / other.withoutStartupPerMinute;
  if (process.argv.includes("--json")) {
    console.log(JSON.stringify({ attune: own, optuna: other, ratio, ratioWithoutStartup }, undefined, 2));
  } else {
    const line = (name: string, { seconds, withoutStartup }: Timed) =>
      console.log(
        `${name}: ${seconds.toFixed(2)} s, ${withoutStartup.toFixed(2)} s without start-up; ${((60 * TRIALS) / seconds).toFixed(0)} and ${((60 * TRIALS) / withoutStartup).toFixed(0)} trials a minute`,
      );
    line("attune", own);
    line("Optuna and PyTorch", other);
    console.log(
      `trials a minute: ${ratio.toFixed(1)} ×, without start-up ${ratioWithoutStartup.toFixed(1)} ×`,
    );
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
