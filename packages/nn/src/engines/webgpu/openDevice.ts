/** Opens a device on a graphics adapter. */
import { env } from "node:process";
import { EngineUnavailable } from "../../EngineUnavailable.ts";
import type { Adapter, AdapterInfo, Gpu } from "./Dawn.ts";
import { type EventPump, eventPump } from "./EventPump.ts";
import type { StockBackend } from "./StockBackend.ts";
import { synchronousReads } from "./synchronousReads.ts";
import { webgpuPackages } from "./webgpuPackages.ts";

/** What tfjs's kernels use beyond what every device has. */
const LIMITS = [
  "maxComputeWorkgroupStorageSize",
  "maxComputeWorkgroupsPerDimension",
  "maxStorageBufferBindingSize",
  "maxBufferSize",
  "maxComputeWorkgroupSizeX",
  "maxComputeInvocationsPerWorkgroup",
];

export interface OpenDevice {
  readonly backend: StockBackend;
  readonly info: AdapterInfo;
  /** Of the package `webgpu`. */
  readonly version: string;
}

/** What the promise comes to; Dawn's events are processed meanwhile. */
const settled = async <A>(pump: EventPump, ask: () => Promise<A>): Promise<A> => {
  let done = false;
  const answer = pump.during(ask).finally(() => {
    done = true;
  });
  answer.catch(() => undefined); // awaited below
  while (!done) {
    pump.turn();
    await new Promise((resolve) => setImmediate(resolve));
  }
  return answer;
};

/** For a person: `SwiftShader driver 5.0.0 (google swiftshader), in software`. */
export const adapterName = (info: AdapterInfo): string => {
  const maker = [info.vendor, info.architecture].filter((part) => part !== "").join(" ");
  const software = info.isFallbackAdapter === true ? ", in software" : "";
  return `${info.description || info.device}${maker === "" ? "" : ` (${maker})`}${software}`;
};

const findAdapter = async (gpu: Gpu, pump: EventPump): Promise<Adapter> => {
  const adapter = await settled(pump, () => gpu.requestAdapter({ powerPreference: "high-performance" }));
  if (adapter === null) {
    throw new EngineUnavailable(
      "webgpu",
      "its packages are installed, but no graphics adapter answers",
      "install the GPU's driver; on Linux Vulkan's loader is needed too, as in apt-get install libvulkan1",
    );
  }
  if (adapter.info.isFallbackAdapter === true && env.ATTUNE_SOFTWARE_GPU !== "1") {
    throw new EngineUnavailable(
      "webgpu",
      `only one adapter answers, ${adapterName(adapter.info)}`,
      "install the GPU's driver; ATTUNE_SOFTWARE_GPU=1 allows software, to try things: wasm is far faster",
    );
  }
  return adapter;
};

const open = async (): Promise<OpenDevice> => {
  const { dawn, version, loadBackend } = await webgpuPackages();
  Object.assign(globalThis, dawn.globals);
  const gpu = dawn.create([]);
  const pump = eventPump();
  const adapter = await findAdapter(gpu, pump);
  const requiredLimits = Object.fromEntries(LIMITS.map((name) => [name, adapter.limits[name]!]));
  const device = await settled(pump, () => adapter.requestDevice({ requiredLimits }));
  const Backend = loadBackend();
  // where a browser has it, and the backend looks for it
  Object.defineProperty(navigator, "gpu", { value: gpu, configurable: true });
  const backend = new Backend(device, adapter.info);
  synchronousReads(backend, device, pump);
  return { backend, info: adapter.info, version };
};

let opened: Promise<OpenDevice> | undefined;

/** One device a process. Rejects with `EngineUnavailable` where there is none. */
export const openDevice = (): Promise<OpenDevice> => {
  opened ??= open();
  return opened;
};
