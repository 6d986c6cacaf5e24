import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { EngineKind } from "../Engine.ts";
import { EngineUnavailable } from "../EngineUnavailable.ts";
import { packageFolder } from "./packageFolder.ts";

const PACKAGES = ["webgpu", "@tensorflow/tfjs-backend-webgpu"];

/** What is used of WebGPU's `GPUAdapter`. */
interface Adapter {
  readonly info: {
    readonly vendor: string;
    readonly architecture: string;
    readonly description: string;
    readonly isFallbackAdapter?: boolean;
  };
}

/** The npm package `webgpu`: Dawn. */
interface Dawn {
  readonly create: (options: ReadonlyArray<string>) => {
    readonly requestAdapter: () => Promise<Adapter | null>;
  };
}

const unavailable = (reason: string, remedy: string): EngineUnavailable =>
  new EngineUnavailable("webgpu", reason, remedy);

const adapterOf = async (folder: string): Promise<Adapter | null> => {
  try {
    const dawn: Dawn = await import(pathToFileURL(join(folder, "index.js")).href);
    return await dawn.create([]).requestAdapter();
  } catch (error) {
    throw unavailable(`webgpu cannot be loaded: ${String(error)}`, "install it for this platform");
  }
};

const nameOf = ({ info }: Adapter): string =>
  `${info.isFallbackAdapter === true ? "a software adapter" : "the adapter"} ${info.description || info.vendor} (${info.architecture})`;

/**
 * WebGPU through Dawn. It looks for what is there, and does not train yet: in Node a value comes back from WebGPU only
 * once the event loop has turned, but a loop asks for its loss after each iteration.
 */
export const webgpu: EngineKind = {
  open: async () => {
    const folders = PACKAGES.map((name) => packageFolder(name));
    const [dawn, backend] = folders;
    if (dawn === undefined || backend === undefined) {
      const missing = PACKAGES.filter((_, at) => folders[at] === undefined);
      throw unavailable(
        `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not installed`,
        "npm install --no-save webgpu @tensorflow/tfjs-backend-webgpu@4.22.0 brings them",
      );
    }
    const adapter = await adapterOf(dawn);
    if (adapter === null) {
      throw unavailable(
        "its packages are installed, but no graphics adapter answers",
        "install the GPU's driver; on Linux Vulkan's loader is needed too, as in apt-get install libvulkan1",
      );
    }
    throw unavailable(
      `${nameOf(adapter)} answers, but under Node values cannot be read from it within an iteration`,
      "use wasm, or tensorflow for a GPU with CUDA",
    );
  },
};
