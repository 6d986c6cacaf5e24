/** Plans of traces that were found sound: another step whose trace is the same, but for its constants, is replayed by them. */
import type { Needs } from "./layOut.ts";
import { equal, type Traced, textOf, type Values } from "./Trace.ts";

interface Shareable {
  readonly needs: Needs;
  /** Constants that its code itself writes. */
  readonly written: ReadonlyArray<Values>;
}

interface Entry<Plan> {
  readonly plan: Plan;
  /** Of each constant in its memory: its number among those of the trace, and its offset. */
  readonly constants: ReadonlyArray<readonly [at: number, offset: number]>;
  /** Of each that its code writes: the number of the call. */
  readonly written: ReadonlyArray<readonly [at: number, values: Values]>;
}

/** How many are kept: those used last. */
const KEPT = 64;

export class PlanCache<Plan extends Shareable> {
  readonly #entries = new Map<string, Entry<Plan>>();

  /** The plan for a trace; `about` is what else it depends on. */
  find(about: string, traced: Traced): Plan | undefined {
    const text = about + textOf(traced);
    const entry = this.#entries.get(text);
    if (entry === undefined) return undefined;
    if (entry.written.some(([at, values]) => !equal(values, traced.calls[at]!.values!))) return undefined;
    this.#entries.delete(text);
    this.#entries.set(text, entry);
    const values = [...traced.constants.values()];
    const constants = entry.constants.map(([at, offset]) => [offset, values[at]!] as const);
    return { ...entry.plan, needs: { ...entry.plan.needs, constants } };
  }

  keep(about: string, traced: Traced, plan: Plan): void {
    const values = [...traced.constants.values()];
    this.#entries.set(about + textOf(traced), {
      plan,
      constants: plan.needs.constants.map(([offset, own]) => [values.indexOf(own), offset]),
      written: plan.written.map((own) => [traced.calls.findIndex((call) => call.values === own), own]),
    });
    if (this.#entries.size > KEPT) {
      const [oldest] = this.#entries.keys();
      this.#entries.delete(oldest!);
    }
  }
}
