/** Which engine is to run the networks: one by its name, or `auto`. */
import * as Schema from "effect/Schema";
import { engines } from "./catalog.ts";
import { type Engine, openEngine } from "./Engine.ts";
import { EngineUnavailable } from "./EngineUnavailable.ts";
import { hasGpuPackage } from "./engines/tensorflowBinding.ts";

export const engineChoices: ReadonlyArray<string> = ["auto", ...Object.keys(engines)];

/** Schema of `engine:`. */
export const EngineChoice = Schema.Literals(engineChoices).annotate({
  description: "What runs the networks; auto is tensorflow where that finds a GPU, else wasm.",
  default: "auto",
});

/** The engine `tensorflow` on a GPU, or nothing. */
const tensorflowOnGpu = async (): Promise<Engine | undefined> => {
  if (!hasGpuPackage()) return undefined;
  try {
    const engine = await openEngine("tensorflow");
    return engine.name.endsWith("-cuda") ? engine : undefined;
  } catch (error) {
    if (error instanceof EngineUnavailable) return undefined;
    throw error;
  }
};

/**
 * Opens the engine that is asked for. A CPU's engine is never chosen over `wasm`, which replays steps and is faster;
 * neither is `webgpu`, whose rounding differs from driver to driver. Rejects as `openEngine` does.
 */
export const openChosenEngine = async (choice: string): Promise<Engine> =>
  choice === "auto" ? ((await tensorflowOnGpu()) ?? openEngine("wasm")) : openEngine(choice);
