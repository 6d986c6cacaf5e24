import { createRequire } from "node:module";
import { dirname, sep } from "node:path";
import type { EngineKind } from "../Engine.ts";
import { openBackend } from "./openBackend.ts";

/** WebAssembly with SIMD, the stock backend of tfjs, one thread. Its binaries come from inside its package. */
export const wasm: EngineKind = {
  open: async () => {
    const { setWasmPaths } = await import("@tensorflow/tfjs-backend-wasm");
    const binary = createRequire(import.meta.url).resolve(
      "@tensorflow/tfjs-backend-wasm/dist/tfjs-backend-wasm.wasm",
    );
    setWasmPaths(dirname(binary) + sep);
    return openBackend("wasm");
  },
};
