/** Every command in the documents is one that runs: here, or in `.ci/run` where it is too long for a test. */

import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** Blocks of a language in a document. */
const blocksIn = (file: string, language: string) =>
  [...read(file).matchAll(new RegExp(`\`\`\`${language}\\n([\\s\\S]*?)\`\`\``, "g"))].map(
    (block) => block[1] ?? "",
  );

/** Lines of a document's shell blocks. */
const commandsIn = (file: string) => blocksIn(file, "sh").flatMap((block) => block.trim().split("\n"));
const commands = ["README.md", "CONTRIBUTING.md"].flatMap(commandsIn);
const ours = [...new Set(commands)].filter((command) => command.startsWith("npx attune "));

/** YAML without its comments and empty lines. */
const strip = (yaml: string) =>
  yaml
    .split("\n")
    .map((line) => line.replace(/\s+#.*$|^#.*$/, ""))
    .filter((line) => line.trim() !== "")
    .join("\n");

let folder = "";
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "attune-docs-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Runs a document's command in `cwd`, with a store of the document's own. */
const runs = (command: string, cwd: string, store: string) => {
  const { status, stderr, stdout } = spawnSync(
    process.execPath,
    [join(root, "packages/cli/bin/attune.js"), ...command.split(" ").slice(2)],
    { cwd, env: { ...process.env, ATTUNE_STORE: join(folder, store) }, encoding: "utf8" },
  );
  expect(stderr).toBe("");
  expect(status).toBe(0);
  expect(stdout.length).toBeGreaterThan(10);
};

describe("the documents", () => {
  it("have commands", () => expect(ours.length).toBeGreaterThan(5));

  // in their order: why and report look at what sweep and run left
  it.each(ours)("%s", (command) => runs(command, root, "store"));

  it("name no other command that .ci/run does not run", () => {
    const ci = read(".ci/run");
    expect(
      [...new Set(commands)].filter((command) => !ours.includes(command) && !ci.includes(command)),
    ).toEqual([]);
  });

  it("show the smoke experiment as it is", () => {
    const [block = ""] = blocksIn("README.md", "yaml");
    expect(strip(block)).toBe(strip(read("experiments/smoke/sweep.yaml")));
  });
});

describe("the tutorial", () => {
  const tutorial = "docs/tutorial.md";

  it("starts from a shipped table, in a folder of its own", () =>
    cpSync(join(root, "experiments/smoke/iris.csv"), join(folder, "experiments/smoke/iris.csv")));

  it.each(commandsIn(tutorial))("%s", (command) => {
    expect(command).toMatch(/^npx attune /);
    runs(command, folder, "tutorial");
  });

  it("shows the experiment that it wrote", () => {
    const written = strip(readFileSync(join(folder, "experiments/flowers/sweep.yaml"), "utf8"));
    const blocks = blocksIn(tutorial, "yaml").map(strip);
    expect(blocks.at(-1)).toBe(written);
    for (const block of blocks) expect(written).toContain(block);
  });
});
