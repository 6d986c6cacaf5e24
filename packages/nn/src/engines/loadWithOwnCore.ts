import { createRequire, registerHooks } from "node:module";
import { pathToFileURL } from "node:url";

const ours = new Set(["@tensorflow/tfjs", "@tensorflow/tfjs-core"]);

/** Requires a module that somebody installed, our copy of tfjs-core standing in for its own and for all of TensorFlow.js. */
export const loadWithOwnCore = <Module>(load: (require: NodeJS.Require) => Module): Module => {
  const require = createRequire(import.meta.url);
  const core = pathToFileURL(require.resolve("@tensorflow/tfjs-core")).href;
  const hooks = registerHooks({
    resolve: (name, context, next) =>
      ours.has(name) ? { url: core, format: "commonjs", shortCircuit: true } : next(name, context),
  });
  try {
    return load(require);
  } finally {
    hooks.deregister();
  }
};
