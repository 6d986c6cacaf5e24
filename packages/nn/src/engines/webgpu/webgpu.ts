import { env, findBackend, registerBackend } from "@tensorflow/tfjs-core";
import type { EngineKind } from "../../Engine.ts";
import { openBackend } from "../openBackend.ts";
import { adapterName, type OpenDevice, openDevice } from "./openDevice.ts";

/** Dawn's objects, one or more an operation, are freed by the event loop: about half a megabyte a small iteration. */
const TURNS_EVERY = 16;

/** Rounding hangs on the card, its driver, and Dawn, which compiles for it. */
const fullName = ({ version, info }: OpenDevice): string =>
  ["webgpu", info.isFallbackAdapter === true ? "software" : "", version, info.device, info.description]
    .join(" ")
    .toLowerCase()
    .replaceAll(/[^a-z0-9.]+/g, "-")
    .replace(/-$/, "");

/**
 * WebGPU through `webgpu` (Dawn) and `@tensorflow/tfjs-backend-webgpu`, which a person installs; each operation as it
 * comes. Its full name has Dawn's version, the card and the driver. An adapter that computes in software is taken only
 * where `ATTUNE_SOFTWARE_GPU` is 1, and the full name says so.
 */
export const webgpu: EngineKind = {
  open: async () => {
    const opened = await openDevice();
    if (findBackend("webgpu") == null) {
      env().set("WEBGPU_CPU_FORWARD", false); // else small tensors' bits hang on where they lie
      registerBackend("webgpu", () => opened.backend);
    }
    const engine = await openBackend("webgpu");
    return { ...engine, name: fullName(opened), about: adapterName(opened.info), turnsEvery: TURNS_EVERY };
  },
};
