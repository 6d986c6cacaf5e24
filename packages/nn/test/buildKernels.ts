/**
 * Compiles `packages/nn/assembly` to the engine's kernels. `node packages/nn/test/buildKernels.ts` writes them where
 * the engine finds them, with their digest; a test sees to it that this was done.
 */
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { main } from "assemblyscript/asc";

const sources = fileURLToPath(new URL("../assembly/", import.meta.url));
const engine = fileURLToPath(new URL("../src/engines/wasm/", import.meta.url));

const options = `-O3 --runtime stub --noAssert --enable simd --enable relaxed-simd --importMemory --noExportMemory`;

/** The module's bytes. Rejects with the compiler's messages. */
export const buildKernels = async (): Promise<Uint8Array> => {
  const folder = mkdtempSync(join(tmpdir(), "kernels-"));
  try {
    const out = join(folder, "kernels.wasm");
    const { error, stderr } = await main([
      "index.ts",
      "--baseDir",
      sources,
      "-o",
      out,
      ...options.split(" "),
    ]);
    if (error !== null) throw new Error(`${error.message}\n${stderr.toString()}`);
    return readFileSync(out);
  } finally {
    rmSync(folder, { recursive: true });
  }
};

export const digestOf = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const bytes = await buildKernels();
  writeFileSync(join(engine, "kernels.wasm"), bytes);
  writeFileSync(
    join(engine, "kernelsDigest.ts"),
    `/** SHA-256 of \`kernels.wasm\`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "${digestOf(bytes)}";
`,
  );
}
