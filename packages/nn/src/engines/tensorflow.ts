import { findBackend, registerBackend } from "@tensorflow/tfjs-core";
import type { EngineKind } from "../Engine.ts";
import { openBackend } from "./openBackend.ts";
import { loadTensorflow, type TensorflowBinding } from "./tensorflowBinding.ts";

let loaded: TensorflowBinding | undefined;

/**
 * TensorFlow through `@tensorflow/tfjs-node-gpu` (CUDA) or `@tensorflow/tfjs-node`, which a person installs; each
 * operation as it comes. Its full name has TensorFlow's version, and says whether it computes on a GPU.
 */
export const tensorflow: EngineKind = {
  open: async () => {
    const binding = loaded ?? loadTensorflow();
    loaded = binding;
    if (findBackend("tensorflow") == null) registerBackend("tensorflow", binding.makeBackend);
    const engine = await openBackend("tensorflow");
    return { ...engine, name: `tensorflow-${binding.version}${binding.usesGpu ? "-cuda" : ""}` };
  },
};
