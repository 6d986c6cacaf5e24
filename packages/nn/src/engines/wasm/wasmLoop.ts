/** A loop whose iterations are traced twice, then replayed on tensors that stay in place. */
import { dispose, engine, type Tensor } from "@tensorflow/tfjs-core";
import {
  type Carried,
  type Fed,
  type Iteration,
  type Loop,
  type LoopStart,
  type Numbers,
  oneNumber,
} from "../../Loop.ts";
import { runEagerly } from "../runEagerly.ts";
import { byName, leaves, mapTree, namesOf } from "../tensorTree.ts";
import { type LoopPlan, loopPlan } from "./loopPlan.ts";
import type { PlanCache } from "./PlanCache.ts";
import type { Scratch } from "./Scratch.ts";
import type { Traced } from "./Trace.ts";
import { checkTraces, signatureOf, trace } from "./traced.ts";
import type { WasmBackend } from "./WasmBackend.ts";
import { blockOf, empty } from "./wasmKernel.ts";

/** What is known of one step at one signature. */
type Known = { readonly plan: LoopPlan } | { readonly traced: Traced } | { readonly note: string };

/** Of every step that ran in a loop, by its signature. */
export type LoopMemory = WeakMap<object, Map<string, Known>>;

export interface LoopEngine {
  readonly backend: WasmBackend;
  readonly scratch: Scratch;
  readonly known: LoopMemory;
  readonly shared: PlanCache<LoopPlan>;
  /** Hears, at each of its iterations, why a step is not replayed. */
  readonly tell: (note: string) => void;
}

const twinOf = (backend: WasmBackend, { shape, dtype }: Tensor): Tensor =>
  engine().makeTensorFromTensorInfo(empty(backend, shape, dtype));

/** The tensor, or a copy where its memory is another tensor's too: a loop writes it in place. */
const alone = (backend: WasmBackend, tensor: Tensor): Tensor => {
  const block = blockOf(tensor);
  if (block.references === 1) return tensor;
  const copy = twinOf(backend, tensor);
  backend.call("copy", [block], [blockOf(copy)], [block.size]);
  tensor.dispose();
  return copy;
};

const sameShape = (a: ReadonlyArray<number>, b: ReadonlyArray<number>): boolean =>
  a.length === b.length && a.every((length, axis) => length === b[axis]);

/** For each leaf of a record, whether it stands below one of `names`. */
const below = (record: Carried, names: ReadonlyArray<string>): ReadonlyArray<boolean> =>
  Object.keys(record)
    .sort()
    .flatMap((name) => leaves(record[name]!).map(() => names.includes(name)));

export const wasmLoop = <C extends Carried, F extends Fed>(
  { backend, scratch, known, shared, tell }: LoopEngine,
  { name, carried, keep }: LoopStart<C>,
): Loop<C, F> => {
  const kept = below(carried, keep);
  const now = leaves(carried).map((tensor) => alone(backend, tensor));
  const last: Array<Tensor | undefined> = now.map(() => undefined);
  const fed = new Map<string, Tensor>();
  /** Of what is fed; one has length 0 once memory has grown. */
  const views = new Map<string, Float32Array | Int32Array>();
  const carriedSignature = namesOf(carried) + signatureOf(now);
  let signature = `${carriedSignature} / ${kept}`;
  const slots: number[] = [];
  /** Whose addresses they are. */
  let placed: LoopPlan | undefined;

  const tree = (tensors: ReadonlyArray<Tensor>): C => {
    const rest = tensors[Symbol.iterator]();
    return mapTree(carried, () => rest.next().value!); // as many as `carried` has
  };
  const fedTree = (): F => Object.fromEntries(fed) as F; // the caller has fed each of its names

  const place = (plan: LoopPlan): void => {
    for (const at of plan.twins) last[at] ??= twinOf(backend, now[at]!);
    const inputs = [...now, ...fed.values()];
    for (const [at, tensor] of inputs.entries()) slots[at] = blockOf(tensor).address;
    for (const at of now.keys()) {
      slots[inputs.length + at] = plan.twins.includes(at) ? blockOf(last[at]!).address : 0;
    }
    placed = plan;
  };

  /** What is carried and its twin change places. */
  const swap = (at: number): void => {
    const [tensor, twin] = [now[at]!, now.length + fed.size + at];
    now[at] = last[at]!;
    last[at] = tensor;
    const address = slots[at]!;
    slots[at] = slots[twin]!;
    slots[twin] = address;
  };

  const replay = (plan: LoopPlan): Record<string, number> => {
    if (placed !== plan) place(plan);
    const start = scratch.of(plan.needs);
    plan.replay(slots, start);
    for (const at of plan.twins) swap(at);
    const { floats } = backend.memoryOf;
    const figures: Record<string, number> = {};
    for (const [metric, offset] of plan.metrics) figures[metric] = floats[(start + offset) >> 2]!;
    return figures;
  };

  const accept = (outputs: ReturnType<Iteration<C, F>>): Record<string, number> => {
    const next = leaves(outputs.carried).map((tensor) => alone(backend, tensor));
    if (namesOf(outputs.carried) + signatureOf(next) !== carriedSignature) {
      throw new Error(
        `${name}: what an iteration carries on has other names or shapes than what it was given`,
      );
    }
    placed = undefined;
    for (const [at, tensor] of next.entries()) {
      last[at]?.dispose();
      last[at] = now[at];
      now[at] = tensor;
    }
    const figures = byName(outputs.metrics).map(([metric, value]) => [
      metric,
      oneNumber(name, metric, value.dataSync()),
    ]);
    dispose(outputs.metrics);
    return Object.fromEntries(figures);
  };

  const runTraced = (step: Iteration<C, F>, of: Map<string, Known>, before: Traced | undefined) => {
    const inputs = [...now, ...fed.values()];
    const { outputs, traced, untraceable } = trace(backend, inputs, () => step(tree(now), fedTree()), name);
    if (untraceable === undefined && before !== undefined) {
      try {
        checkTraces(name, before, traced);
      } catch (error) {
        dispose(leaves(outputs) as Tensor[]);
        throw error;
      }
    }
    const metrics = Object.keys(outputs.metrics).sort();
    const about = `${signature} ${metrics.map((metric) => JSON.stringify(metric))}`;
    if (untraceable !== undefined) {
      const note = `${name}: ${untraceable}, so the step is not replayed`;
      of.set(signature, { note });
      tell(note);
    } else if (before === undefined) {
      const plan = shared.find(about, traced);
      of.set(signature, plan === undefined ? { traced } : { plan });
    } else {
      const plan = loopPlan(backend, traced, kept, metrics);
      shared.keep(about, traced, plan);
      of.set(signature, { plan });
    }
    return accept(outputs);
  };

  return {
    feed: <D extends keyof Numbers>(input: string, dtype: D, shape: ReadonlyArray<number>) => {
      const given = fed.get(input);
      if (given === undefined || given.dtype !== dtype || !sameShape(given.shape, shape)) {
        given?.dispose();
        fed.set(input, engine().makeTensorFromTensorInfo(empty(backend, shape, dtype)));
        views.delete(input);
        placed = undefined;
        signature = `${carriedSignature} / ${[...fed.keys()]} ${signatureOf([...fed.values()])} / ${kept}`;
      }
      const seen = views.get(input);
      const view = seen !== undefined && seen.length > 0 ? seen : backend.view(blockOf(fed.get(input)!));
      views.set(input, view);
      return view as Numbers[D]; // of this type
    },
    run: (step) => {
      const of = known.get(step) ?? new Map<string, Known>();
      known.set(step, of);
      const found = of.get(signature);
      if (found !== undefined && "note" in found) {
        tell(found.note);
        return accept(runEagerly([...now, ...fed.values()], () => step(tree(now), fedTree()), name));
      }
      if (found !== undefined && "plan" in found) return replay(found.plan);
      return runTraced(step, of, found?.traced);
    },
    before: () => ({
      carried: tree(now.map((tensor, at) => (kept[at] ? last[at]! : tensor))),
      fed: fedTree(),
    }),
    end: () => {
      dispose([...fed.values(), ...last.filter((tensor) => tensor !== undefined)]);
      return tree(now);
    },
  };
};
