/** Finds and loads the npm packages of WebGPU. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { env } from "node:process";
import { pathToFileURL } from "node:url";
import { EngineUnavailable } from "../../EngineUnavailable.ts";
import { loadWithOwnCore } from "../loadWithOwnCore.ts";
import { packageFolder } from "../packageFolder.ts";
import type { AdapterInfo, Dawn, Device } from "./Dawn.ts";
import type { StockBackend } from "./StockBackend.ts";

const PACKAGES = ["webgpu", "@tensorflow/tfjs-backend-webgpu"];

type Backend = new (device: Device, info: AdapterInfo) => StockBackend;

export interface WebgpuPackages {
  readonly dawn: Dawn;
  /** Of the package `webgpu`. */
  readonly version: string;
  readonly loadBackend: () => Backend;
}

/** `ATTUNE_WEBGPU` names the folder in which they are installed; else the usual places. */
const folders = (): ReadonlyArray<string> => {
  const named = env.ATTUNE_WEBGPU;
  const places = named === undefined || named === "" ? undefined : [named];
  const found = PACKAGES.map((name) => packageFolder(name, places));
  const missing = PACKAGES.filter((_, at) => found[at] === undefined);
  if (missing.length === 0) return found.filter((folder) => folder !== undefined);
  throw new EngineUnavailable(
    "webgpu",
    `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not installed`,
    "npm install --no-save webgpu @tensorflow/tfjs-backend-webgpu@4.22.0 brings them",
  );
};

/** Rejects with `EngineUnavailable` where they are not installed, or not for this platform. */
export const webgpuPackages = async (): Promise<WebgpuPackages> => {
  const [webgpu, backend] = folders();
  const loadBackend = (): Backend => {
    const module = loadWithOwnCore((require): { readonly WebGPUBackend?: Backend } => require(backend!));
    if (module.WebGPUBackend !== undefined) return module.WebGPUBackend;
    throw new Error("@tensorflow/tfjs-backend-webgpu has no WebGPUBackend; expected version 4.22");
  };
  try {
    const dawn: Dawn = await import(pathToFileURL(join(webgpu!, "index.js")).href);
    const { version } = JSON.parse(readFileSync(join(webgpu!, "package.json"), "utf8"));
    return { dawn, version, loadBackend };
  } catch (error) {
    const reason = error instanceof Error ? error.message.split("\n")[0]! : String(error);
    throw new EngineUnavailable(
      "webgpu",
      `webgpu cannot be loaded: ${reason}`,
      "install it for this platform",
    );
  }
};
