/** V8 computes the same numbers with lanes joined to 256 bits, with lanes of 128, and in its baseline compiler. */
import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, it } from "vitest";

const program = fileURLToPath(new URL("trainedBits.ts", import.meta.url));

const bitsWith = async (...flags: ReadonlyArray<string>): Promise<ReadonlyArray<string>> =>
  (await promisify(execFile)(process.execPath, [...flags, program])).stdout.trim().split("\n");

it("a net has the same bits however wide the processor computes", async () => {
  const joined = await bitsWith("--no-liftoff");
  expect(joined.length).toBeGreaterThan(30);
  expect(joined).toEqual(await bitsWith("--no-liftoff", "--no-experimental-wasm-revectorize"));
  expect(joined).toEqual(await bitsWith());
});
