/** Which engine runs, how it is named, and what is said of one that is not there. */
import { spawnSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
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
  const { stdout, status } = attune(["doctor", "--json"], cwd, {
    ATTUNE_TENSORFLOW: cwd,
    ATTUNE_WEBGPU: cwd,
  });
  const { checks } = JSON.parse(stdout);
  const of = (what: string) => checks.find((check: { readonly what: string }) => check.what === what);
  expect(status).toBe(0);
  expect(of("engine wasm")).toMatchObject({
    ok: true,
    found: expect.stringMatching(/^wasm(-fma)?$/),
    about: expect.stringMatching(/^lanes of 128 bits/),
  });
  expect(of("engine cpu")).toMatchObject({ ok: true, found: "cpu" });
  expect(of("engine tensorflow")).toEqual({
    what: "engine tensorflow",
    ok: false,
    found: "@tensorflow/tfjs-node-gpu or @tensorflow/tfjs-node is not installed",
    remedy: expect.stringContaining("node scripts/buildTensorflow.ts builds it"),
  });
  expect(of("engine webgpu")).toEqual({
    what: "engine webgpu",
    ok: false,
    found: "webgpu and @tensorflow/tfjs-backend-webgpu are not installed",
    remedy: expect.stringContaining("npm install --no-save webgpu"),
  });
  expect(of("engine: auto").found).toBe(of("engine wasm").found);
});

/** Packages with the names of WebGPU's, which have one adapter, or none. */
const webgpuFolder = (adapter: object | null): string => {
  const folder = temporaryFolder();
  const write = (name: string, type: string, text: string): void => {
    const home = join(folder, "node_modules", name);
    mkdirSync(home, { recursive: true });
    writeFileSync(join(home, "package.json"), JSON.stringify({ version: "0.7.1", type }));
    writeFileSync(join(home, "index.js"), text);
  };
  const device = "limits: {}, requestDevice: async () => ({})";
  const found = adapter === null ? "null" : `{ ...${JSON.stringify(adapter)}, ${device} }`;
  const created = `({ requestAdapter: async () => (${found}) })`;
  write("webgpu", "module", `export const [create, globals] = [() => ${created}, {}];`);
  const flag = 'require("@tensorflow/tfjs-core").env().registerFlag("WEBGPU_CPU_FORWARD", () => true);';
  const backend = "exports.WebGPUBackend = class { readSync() {} };";
  write("@tensorflow/tfjs-backend-webgpu", "commonjs", flag + backend);
  return folder;
};

const software = {
  info: {
    vendor: "google",
    architecture: "swiftshader",
    device: "swiftshader-device-subzero-",
    description: "SwiftShader driver 5.0.0",
    isFallbackAdapter: true,
  },
};
const card = {
  info: {
    vendor: "acme",
    architecture: "",
    device: "acme-one",
    description: "Acme 1.2",
    isFallbackAdapter: false,
  },
};

it.each([
  [
    "no adapter",
    null,
    {},
    { ok: false, found: "its packages are installed, but no graphics adapter answers" },
  ],
  [
    "software",
    software,
    {},
    {
      ok: false,
      found: "only one adapter answers, SwiftShader driver 5.0.0 (google swiftshader), in software",
      remedy: expect.stringContaining("ATTUNE_SOFTWARE_GPU=1 allows software"),
    },
  ],
  [
    "software on request",
    software,
    { ATTUNE_SOFTWARE_GPU: "1" },
    {
      ok: true,
      found: "webgpu-software-0.7.1-swiftshader-device-subzero-swiftshader-driver-5.0.0",
      about: "SwiftShader driver 5.0.0 (google swiftshader), in software",
    },
  ],
  ["a card", card, {}, { ok: true, found: "webgpu-0.7.1-acme-one-acme-1.2", about: "Acme 1.2 (acme)" }],
])("doctor says of webgpu with %s what was found", (_, adapter, env, told) => {
  const folder = webgpuFolder(adapter);
  const { stdout } = attune(["doctor", "--json"], folder, {
    ATTUNE_SOFTWARE_GPU: "",
    ...env,
    ATTUNE_WEBGPU: folder,
  });
  const { checks } = JSON.parse(stdout);
  expect(checks).toContainEqual(expect.objectContaining({ what: "engine webgpu", ...told }));
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

it("doctor says whether lanes are joined", () => {
  const doctor = attune(["doctor", "--json"], temporaryFolder(), {}, ["--no-experimental-wasm-revectorize"]);
  expect(doctor.stdout).toContain('"about":"lanes of 128 bits"');
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
