/** Finds and loads `@tensorflow/tfjs-node-gpu` or `@tensorflow/tfjs-node`, without the rest of TensorFlow.js. */
import { readdirSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { cwd, env } from "node:process";
import { fileURLToPath } from "node:url";
import util from "node:util";
import type { KernelBackend } from "@tensorflow/tfjs-core";
import { EngineUnavailable } from "../EngineUnavailable.ts";
import { loadWithOwnCore } from "./loadWithOwnCore.ts";
import { foldersUp, packageFolder } from "./packageFolder.ts";

const GPU_PACKAGE = "@tensorflow/tfjs-node-gpu";
const PACKAGES = [GPU_PACKAGE, "@tensorflow/tfjs-node"];
/** What `scripts/buildTensorflow.ts` makes. */
const BUILT = ".tensorflow";

/** The native part. */
interface Binding {
  readonly TF_Version: string;
  readonly isUsingGpuDevice: () => boolean;
}

export interface TensorflowBinding {
  readonly version: string;
  readonly usesGpu: boolean;
  readonly makeBackend: () => KernelBackend;
}

/** `ATTUNE_TENSORFLOW` names the folder in which the package is installed; else the usual places, then one built. */
const folders = (): ReadonlyArray<string> => {
  const named = env.ATTUNE_TENSORFLOW;
  if (named !== undefined && named !== "") return [named];
  const here = fileURLToPath(new URL(".", import.meta.url));
  const built = [cwd(), here].flatMap(foldersUp).map((folder) => join(folder, BUILT));
  return [cwd(), here, ...built];
};

/** Whether the package for GPUs is installed: a quick look, that loads nothing. */
export const hasGpuPackage = (): boolean => packageFolder(GPU_PACKAGE, folders()) !== undefined;

const nativeFile = (folder: string): string | undefined => {
  try {
    const found = readdirSync(join(folder, "lib"), { recursive: true, encoding: "utf8" });
    const name = found.find((path) => path.endsWith("tfjs_binding.node"));
    return name === undefined ? undefined : join(folder, "lib", name);
  } catch {
    return undefined; // its install script has not run, or has failed
  }
};

const unavailable = (reason: string, remedy: string): EngineUnavailable =>
  new EngineUnavailable("tensorflow", reason, remedy);

const BUILD = "npx node scripts/buildTensorflow.ts builds it from npm and PyPI";

const find = (): { readonly name: string; readonly folder: string; readonly native: string } => {
  const found = PACKAGES.flatMap((name) => {
    const folder = packageFolder(name, folders());
    return folder === undefined ? [] : [{ name, folder, native: nativeFile(folder) }];
  });
  for (const { native, ...place } of found) if (native !== undefined) return { ...place, native };
  const [first] = found;
  if (first === undefined) {
    throw unavailable(
      `${PACKAGES.join(" or ")} is not installed`,
      `npm install --no-save ${PACKAGES[1]}@4.22.0 (or -gpu for CUDA) fetches it; where that fails, ${BUILD}`,
    );
  }
  const remedy = `npm rebuild ${first.name} fetches it; where that fails, ${BUILD}`;
  throw unavailable(`${first.name} is installed, but its native part (tfjs_binding.node) is not`, remedy);
};

/** One thread, as every engine has: parallelism is trials side by side. Read by TensorFlow as it starts. */
const settle = (): void => {
  env.TF_NUM_INTRAOP_THREADS = "1";
  env.TF_NUM_INTEROP_THREADS = "1";
  env.TF_DETERMINISTIC_OPS = "1";
  env.TF_ENABLE_ONEDNN_OPTS = "0"; // whose order of sums depends on the processor
  env.TF_FORCE_GPU_ALLOW_GROWTH ??= "true"; // workers share the GPU
  env.TF_CPP_MIN_LOG_LEVEL ??= "2"; // errors, no advice
  // Node 23 dropped what the package still calls
  Object.assign(util, { isNullOrUndefined: (value: unknown) => value == null, isArray: Array.isArray });
};

/** The package's own modules. */
const loadModules = (folder: string): Record<string, new (...parts: unknown[]) => KernelBackend> =>
  loadWithOwnCore((require) => {
    require(join(folder, "dist/register_all_kernels.js"));
    return require(join(folder, "dist/nodejs_kernel_backend.js"));
  });

/** Throws `EngineUnavailable` where it is not installed, or cannot be loaded. */
export const loadTensorflow = (): TensorflowBinding => {
  const { name, folder, native } = find();
  settle();
  try {
    const binding: Binding = createRequire(import.meta.url)(native);
    const { NodeJSKernelBackend: Backend } = loadModules(folder);
    if (Backend === undefined) throw new Error(`${name} has no NodeJSKernelBackend; expected version 4.22`);
    return {
      version: binding.TF_Version,
      usesGpu: binding.isUsingGpuDevice(),
      makeBackend: () => new Backend(binding, name),
    };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    throw unavailable(`${name} cannot be loaded: ${reason}`, `install its libraries, or ${BUILD}`);
  }
};
