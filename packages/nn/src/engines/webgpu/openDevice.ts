/** Finds the npm packages of WebGPU, a graphics adapter, and opens a device on it. */
import { join } from "node:path";
import { env } from "node:process";
import { pathToFileURL } from "node:url";
import { EngineUnavailable } from "../../EngineUnavailable.ts";
import { loadWithOwnCore } from "../loadWithOwnCore.ts";
import { packageFolder } from "../packageFolder.ts";
import type { Adapter, AdapterInfo, Dawn, Device, Gpu } from "./Dawn.ts";
import { type EventPump, eventPump } from "./EventPump.ts";
import type { StockBackend } from "./synchronousBackend.ts";

const PACKAGES = ["webgpu", "@tensorflow/tfjs-backend-webgpu"] as const;

/** What tfjs's kernels make use of beyond the least that every device has. */
const LIMITS = [
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
];

export interface OpenDevice {
  readonly device: Device;
  readonly info: AdapterInfo;
  readonly pump: EventPump;
  /** tfjs's backend, on the device. */
  readonly makeBackend: () => StockBackend;
}

const unavailable = (reason: string, remedy: string): EngineUnavailable =>
  new EngineUnavailable("webgpu", reason, remedy);

/** `ATTUNE_WEBGPU` names the folder in which the packages are installed; else the usual places. */
const findPackages = (): Readonly<Record<(typeof PACKAGES)[number], string>> => {
  const named = env.ATTUNE_WEBGPU;
  const places = named === undefined || named === "" ? undefined : [named];
  const [dawn, backend] = PACKAGES.map((name) => packageFolder(name, places));
  if (dawn !== undefined && backend !== undefined) {
    return { webgpu: dawn, "@tensorflow/tfjs-backend-webgpu": backend };
  }
  const missing = PACKAGES.filter((_, at) => [dawn, backend][at] === undefined);
  throw unavailable(
    `${missing.join(" and ")} ${missing.length === 1 ? "is" : "are"} not installed`,
    "npm install --no-save webgpu @tensorflow/tfjs-backend-webgpu@4.22.0 brings them",
  );
};

/** The promise's value; Dawn's events are processed meanwhile. */
const settled = async <A>(pump: EventPump, ask: () => Promise<A>): Promise<A> => {
  let done = false;
  const answer = pump.during(ask);
  const end = (): void => {
    done = true;
  };
  answer.then(end, end);
  while (!done) {
    pump.turn();
    await new Promise(setImmediate); // settles what was resolved
  }
  return answer;
};

/** A name for a person: `SwiftShader driver 5.0.0 (google swiftshader)`. */
export const adapterName = ({ vendor, architecture, device, description }: AdapterInfo): string =>
  `${description || device} (${[vendor, architecture].filter((part) => part !== "").join(" ")})`;

const findAdapter = async (gpu: Gpu, pump: EventPump): Promise<Adapter> => {
  const adapter = await settled(pump, () => gpu.requestAdapter({ powerPreference: "high-performance" }));
  if (adapter === null) {
    throw unavailable(
      "its packages are installed, but no graphics adapter answers",
      "install the GPU's driver; on Linux Vulkan's loader is needed too, as in apt-get install libvulkan1",
    );
  }
  if (adapter.info.isFallbackAdapter === true && env.ATTUNE_SOFTWARE_GPU !== "1") {
    throw unavailable(
      `only a software adapter answers, ${adapterName(adapter.info)}`,
      "install the GPU's driver; ATTUNE_SOFTWARE_GPU=1 allows the software adapter, to try things: wasm is faster",
    );
  }
  return adapter;
};

let opened: Promise<OpenDevice> | undefined;

const open = async (): Promise<OpenDevice> => {
  const folders = findPackages();
  let gpu: Gpu;
  try {
    const dawn: Dawn = await import(pathToFileURL(join(folders.webgpu, "index.js")).href);
    Object.assign(globalThis, dawn.globals);
    gpu = dawn.create([]);
  } catch (error) {
    throw unavailable(`webgpu cannot be loaded: ${String(error)}`, "install it for this platform");
  }
  const pump = eventPump();
  const adapter = await findAdapter(gpu, pump);
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]!]));
  const device = await settled(pump, () => adapter.requestDevice({ requiredLimits }));
  const { WebGPUBackend: Backend } = loadWithOwnCore(
    (require): Record<string, new (device: Device, info: AdapterInfo) => StockBackend> =>
      require(folders["@tensorflow/tfjs-backend-webgpu"]),
  );
  if (Backend === undefined) throw new Error("@tensorflow/tfjs-backend-webgpu: expected version 4.22");
  const makeBackend = (): StockBackend => {
    Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true }); // it looks whether there is one
    return new Backend(device, adapter.info);
  };
  return { device, info: adapter.info, pump, makeBackend };
};

/** One device a process. Rejects with `EngineUnavailable` where there is none. */
export const openDevice = (): Promise<OpenDevice> => {
  opened ??= open();
  return opened;
};
