import { execFileSync } from "node:child_process";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, it } from "vitest";
import { clientScript } from "../src/page/clientScript.ts";

it("the client type-checks against a browser", () => {
  const typescript = dirname(createRequire(import.meta.url).resolve("typescript/package.json"));
  const project = fileURLToPath(new URL("../src/client", import.meta.url));
  const check = () => execFileSync(process.execPath, [join(typescript, "bin/tsc"), "-p", project]).toString();
  expect(check()).toBe("");
});

it("is one small script that no string of it can end", async () => {
  const script = await clientScript();
  expect(script.length).toBeLessThan(30_000);
  expect(script).not.toMatch(/<\/script|\bimport\b/);
});
