/** Steps with inputs and outputs anywhere: traced twice, then replayed. */
import { dispose, engine, type Tensor, type TensorInfo } from "@tensorflow/tfjs-core";
import type { Compiled, TensorTree } from "../../Engine.ts";
import { runEagerly } from "../runEagerly.ts";
import { leaves, mapTree, namesOf } from "../tensorTree.ts";
import type { Block } from "./Block.ts";
import { foldConstants } from "./foldConstants.ts";
import { fuse } from "./fuse.ts";
import { layOut, type Needs } from "./layOut.ts";
import type { PlanCache } from "./PlanCache.ts";
import { type Replay, replayOf } from "./replayOf.ts";
import type { Scratch } from "./Scratch.ts";
import { type Traced, type Values, writtenIn } from "./Trace.ts";
import { blocksOf, checkTraces, signatureOf, trace } from "./traced.ts";
import type { WasmBackend } from "./WasmBackend.ts";

export interface Plan {
  readonly replay: Replay;
  readonly needs: Needs;
  /** Constants that the replay itself writes. */
  readonly written: ReadonlyArray<Values>;
  /** What the outputs are in: an input by its number, or a new block by its number. */
  readonly outputs: ReadonlyArray<{ readonly input: number } | { readonly fresh: number }>;
  readonly fresh: ReadonlyArray<Pick<Block, "kind" | "size">>;
  readonly shapes: ReadonlyArray<Pick<TensorInfo, "shape" | "dtype">>;
}

const planOf = (
  backend: WasmBackend,
  { calls: all, constants: known, inputs, outputs }: Traced,
  shapes: ReadonlyArray<Tensor>,
): Plan => {
  const { calls: left, constants } = foldConstants(all, known, outputs, new Set(outputs));
  const calls = fuse(left, outputs);
  const fresh = [...new Set(outputs)].filter((block) => !inputs.includes(block));
  const slots = new Map([...inputs, ...fresh].map((block, slot) => [block, slot]));
  const layout = layOut(calls, new Set(slots.keys()), new Set(), constants);
  return {
    replay: replayOf(backend, calls, slots, layout.offsets),
    needs: layout.needs,
    written: writtenIn(calls),
    outputs: outputs.map((block) =>
      inputs.includes(block) ? { input: inputs.indexOf(block) } : { fresh: fresh.indexOf(block) },
    ),
    fresh: fresh.map(({ kind, size }) => ({ kind, size })),
    shapes: shapes.map(({ shape, dtype }) => ({ shape, dtype })),
  };
};

const run = (backend: WasmBackend, scratch: Scratch, plan: Plan, inputs: ReadonlyArray<Block>): Tensor[] => {
  const fresh = plan.fresh.map(({ kind, size }) => backend.make(kind, size));
  const given = new Set<Block>();
  plan.replay(
    [...inputs, ...fresh].map(({ address }) => address),
    scratch.of(plan.needs),
  );
  return plan.outputs.map((place, at) => {
    const block = "input" in place ? inputs[place.input]! : fresh[place.fresh]!;
    if ("input" in place || given.has(block)) block.references++;
    given.add(block);
    return engine().makeTensorFromTensorInfo({ dataId: block, ...plan.shapes[at]! });
  });
};

/** `tell` hears at every call why a step cannot be traced: it is then run eagerly. */
export const compile = <Inputs extends TensorTree, Outputs extends TensorTree>(
  backend: WasmBackend,
  scratch: Scratch,
  shared: PlanCache<Plan>,
  step: (inputs: Inputs) => Outputs,
  name: string,
  tell: (reason: string) => void,
): Compiled<Inputs, Outputs> => {
  const traces = new Map<string, Traced>();
  const plans = new Map<string, { readonly plan: Plan; readonly outputs: Outputs }>();
  /** Why the step is run eagerly. */
  let note: string | undefined;
  return (inputs) => {
    const tensors = leaves(inputs);
    if (note !== undefined) tell(note);
    if (note !== undefined || backend.trace !== undefined)
      return runEagerly(tensors, () => step(inputs), name);
    const signature = namesOf(inputs) + signatureOf(tensors);
    const known = plans.get(signature);
    if (known !== undefined) {
      const results = run(backend, scratch, known.plan, blocksOf(tensors))[Symbol.iterator]();
      return mapTree(known.outputs, () => results.next().value!);
    }
    const { outputs, traced, untraceable } = trace(backend, tensors, () => step(inputs), name);
    if (untraceable !== undefined) {
      note = `${name}: ${untraceable}, so the step is not replayed`;
      tell(note);
      return outputs;
    }
    const about = `${signature} ${namesOf(outputs)}${leaves(outputs).map(({ dtype, shape }) => `${dtype}[${shape}]`)}`;
    const before = traces.get(signature);
    if (before === undefined) {
      const plan = shared.find(about, traced);
      if (plan === undefined) traces.set(signature, traced);
      else plans.set(signature, { plan, outputs });
      return outputs;
    }
    try {
      checkTraces(name, before, traced);
    } catch (error) {
      dispose(leaves(outputs) as Tensor[]);
      throw error;
    }
    const plan = planOf(backend, traced, leaves(outputs));
    shared.keep(about, traced, plan);
    plans.set(signature, { plan, outputs });
    traces.delete(signature);
    return outputs;
  };
};
