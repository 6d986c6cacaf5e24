/** Which engine runs, how it is named, and what is said of one that is not there. */
import { spawnSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { root, smokeFolder, temporaryFolder } from "./attune.ts";

/** Runs the command with variables and options of Node's own. */
const attune = (
  args: ReadonlyArray<string>,
  cwd: string,
  env: NodeJS.ProcessEnv = {},
  node: ReadonlyArray<string> = [],
) =>
  spawnSync(process.execPath, [...node, join(root, "packages/cli/bin/attune.js"), ...args], {
    cwd,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });

const keysOf = (stdout: string): ReadonlyArray<string> =>
  JSON.parse(stdout).steps.map(({ name }: { readonly name: string }) => name);

it("doctor names every engine, or why it is not there and what to do", () => {
  const cwd = temporaryFolder();
  const { stdout, status } = attune(["doctor", "--json"], cwd, { ATTUNE_TENSORFLOW: cwd });
  const { checks } = JSON.parse(stdout);
  const of = (what: string) => checks.find((check: { readonly what: string }) => check.what === what);
  expect(status).toBe(0);
  expect(of("engine wasm")).toMatchObject({ ok: true, found: expect.stringMatching(/^wasm(-fma)?$/) });
  expect(of("engine cpu")).toMatchObject({ ok: true, found: "cpu" });
  expect(of("engine tensorflow")).toEqual({
    what: "engine tensorflow",
    ok: false,
    found: "@tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node is not installed",
    remedy: expect.stringContaining("node scripts/buildTensorflow.ts builds it"),
  });
  expect(of("engine webgpu")).toMatchObject({ ok: false, remedy: expect.stringContaining("npm install") });
  expect(of("engine: auto").found).toBe(of("engine wasm").found);
});

it("the file's engine and the flag give the same keys; another engine gives others", () => {
  const cwd = smokeFolder();
  const plan = (...args: ReadonlyArray<string>) => keysOf(attune(["plan", ...args, "--json"], cwd).stdout);
  writeFileSync(join(cwd, "cpu.yaml"), "extends: run.yaml\nengine: cpu\n");
  const byDefault = plan("run.yaml");
  expect(plan("run.yaml", "--engine", "wasm")).toEqual(byDefault);
  expect(plan("cpu.yaml")).toEqual(plan("run.yaml", "--engine", "cpu"));
  for (const key of plan("cpu.yaml")) expect(byDefault).not.toContain(key);
});

it("an engine that is not there is a mistake in the file, with its remedy", () => {
  const cwd = smokeFolder();
  writeFileSync(join(cwd, "other.yaml"), "extends: run.yaml\nengine: tensorflow\n");
  const { stderr, status } = attune(["run", "other.yaml"], cwd, { ATTUNE_TENSORFLOW: cwd });
  expect(status).toBe(2);
  expect(stderr).toMatch(/^other\.yaml:2:9 {2}engine: tensorflow cannot be used here: .* is not installed$/m);
  expect(stderr).toContain("npm install --no-save @tensorflow/tfjs-node@4.22.0");
});

it("where products and sums are rounded twice, the keys are others", () => {
  const cwd = smokeFolder();
  const plan = (...node: ReadonlyArray<string>) =>
    keysOf(attune(["plan", "run.yaml", "--json"], cwd, {}, node).stdout);
  const doctor = attune(["doctor", "--json"], cwd, {}, ["--no-enable-fma3"]).stdout;
  expect(doctor).toContain('"what":"engine wasm","ok":true,"found":"wasm"');
  if (attune(["doctor", "--json"], cwd).stdout.includes('"found":"wasm-fma"')) {
    expect(plan("--no-enable-fma3")).not.toEqual(plan());
  }
});
