import { env, findBackend, registerBackend } from "@tensorflow/tfjs-core";
import type { EngineKind } from "../../Engine.ts";
import { openBackend } from "../openBackend.ts";
import type { AdapterInfo } from "./Dawn.ts";
import { openDevice } from "./openDevice.ts";
import { synchronousBackend } from "./synchronousBackend.ts";

/** Rounding is the card's and the driver's. */
const fullName = ({ device, description, isFallbackAdapter }: AdapterInfo): string =>
  ["webgpu", ...(isFallbackAdapter === true ? ["software"] : []), device, description]
    .join(" ")
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, "-")
    .replace(/-$/, "");

/**
 * WebGPU through `webgpu` (Dawn) and `@tensorflow/tfjs-backend-webgpu`, which a person installs; each operation as it
 * comes. Its full name has the card and the driver. An adapter in software is taken only where ATTUNE_SOFTWARE_GPU is 1,
 * and then the name says so.
 */
export const webgpu: EngineKind = {
  open: async () => {
    const opened = await openDevice();
    if (findBackend("webgpu") == null) {
      const backend = synchronousBackend(opened);
      env().set("WEBGPU_CPU_FORWARD", false); // what computes must not hang on where a tensor lies
      registerBackend("webgpu", () => backend);
    }
    const engine = await openBackend("webgpu");
    return { ...engine, name: fullName(opened.info) };
  },
};
