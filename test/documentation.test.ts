/** Every command in the documents is one that runs: here, or in `.ci/run` where it is too long for a test. */

import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(join(root, path), "utf8");

/** Lines of the documents' shell blocks. */
const commands = ["README.md", "CONTRIBUTING.md"].flatMap((file) =>
  [...read(file).matchAll(/```sh\n([\s\S]*?)```/g)].flatMap((block) => block[1]!.trim().split("\n")),
);
const ours = [...new Set(commands)].filter((command) => command.startsWith("npx attune "));

let store = "";
beforeAll(() => {
  store = mkdtempSync(join(tmpdir(), "attune-docs-"));
});
afterAll(() => rmSync(store, { recursive: true, force: true }));

describe("the documents", () => {
  it("have commands", () => expect(ours.length).toBeGreaterThan(5));

  // in their order: why and report look at what sweep and run left
  it.each(ours)("%s", (command) => {
    const args = command.split(" ").slice(2);
    const { status, stderr, stdout } = spawnSync(
      process.execPath,
      [join(root, "packages/cli/bin/attune.js"), ...args],
      {
        cwd: root,
        env: { ...process.env, ATTUNE_STORE: store },
        encoding: "utf8",
      },
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
    expect(stdout.length).toBeGreaterThan(10);
  });

  it("name no other command that .ci/run does not run", () => {
    const ci = read(".ci/run");
    expect(
      [...new Set(commands)].filter((command) => !ours.includes(command) && !ci.includes(command)),
    ).toEqual([]);
  });

  it("show the smoke experiment as it is", () => {
    const strip = (yaml: string) =>
      yaml
        .split("\n")
        .map((line) => line.replace(/\s+#.*$|^#.*$/, ""))
        .filter((line) => line.trim() !== "")
        .join("\n");
    const block = /```yaml\n([\s\S]*?)```/.exec(read("README.md"))?.[1] ?? "";
    expect(strip(block)).toBe(strip(read("experiments/smoke/sweep.yaml")));
  });
});
