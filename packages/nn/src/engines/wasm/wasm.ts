import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { enableProdMode, findBackend, memory, registerBackend, setBackend } from "@tensorflow/tfjs-core";
import type { EngineKind } from "../../Engine.ts";
import { registerKernels } from "../../kernels/registerKernels.ts";
import { compile, type Plan } from "./compile.ts";
import { joinLanes } from "./joinLanes.ts";
import { allKernels } from "./kernels/allKernels.ts";
import { kernelsDigest } from "./kernelsDigest.ts";
import type { LoopPlan } from "./loopPlan.ts";
import { Memory } from "./Memory.ts";
import { PlanCache } from "./PlanCache.ts";
import { Scratch } from "./Scratch.ts";
import { WasmBackend } from "./WasmBackend.ts";
import { type LoopMemory, wasmLoop } from "./wasmLoop.ts";

const name = "wasm";

const openOnce = (): WasmBackend => {
  const known = findBackend(name);
  if (known != null) return known as WasmBackend; // nothing else registers this name
  const bytes = readFileSync(new URL("./kernels.wasm", import.meta.url));
  if (createHash("sha256").update(bytes).digest("hex") !== kernelsDigest) {
    throw new Error(`the kernels of the engine ${name} are not those that its sources give: install it anew`);
  }
  const backend = new WasmBackend(new WebAssembly.Module(bytes));
  registerBackend(name, () => backend);
  return backend;
};

/** WebAssembly with SIMD, kernels of our own (`packages/nn/assembly`), one thread; steps are traced and replayed. */
export const wasm: EngineKind = {
  open: async () => {
    enableProdMode(); // no advice on the terminal to install other packages
    registerKernels(allKernels);
    const joins = joinLanes(); // before its kernels are compiled
    const backend = openOnce();
    if (!(await setBackend(name))) throw new Error(`the engine ${name} could not be started`);
    const scratch = new Scratch(backend);
    const known: LoopMemory = new WeakMap();
    const loops = new PlanCache<LoopPlan>();
    const steps = new PlanCache<Plan>();
    const notes = new Set<string>();
    const tell = (note: string): void => {
      notes.add(note);
    };
    return {
      name: backend.fuses ? `${name}-fma` : name,
      about: joins ? "lanes of 128 bits, joined to 256 where the processor has AVX2" : "lanes of 128 bits",
      compile: (step, stepName = "step") => compile(backend, scratch, steps, step, stepName, tell),
      loop: (start) => wasmLoop({ backend, scratch, known, shared: loops, tell }, start),
      turnsEvery: Number.POSITIVE_INFINITY,
      takeNotes: () => {
        const told = [...notes];
        notes.clear();
        return told;
      },
      tensors: () => memory().numTensors,
      bytes: () => backend.memoryOf.reached,
      capacity: Memory.capacity,
    };
  },
};
