import { outcome, type StepKind } from "@attune/core";
import { noSettings } from "@attune/nn";
import { square, tensor1d } from "@tensorflow/tfjs-core";
import { expect, it } from "vitest";
import { openEngineOf } from "../src/Resources.ts";
import { withEngineNotes } from "../src/withEngineNotes.ts";
import { memoryContext } from "./MemoryContext.ts";

const reading: StepKind<typeof noSettings.Type, null> = {
  name: "reading",
  config: noSettings,
  gate: false,
  consumes: [],
  produces: [],
  readsTest: false,
  view: () => null,
  rows: () => [],
  run: async (_view, context) => {
    const engine = await openEngineOf(context);
    const x = tensor1d([1, 2]);
    const read = ({ x: given }: { readonly x: typeof x }) =>
      given.dataSync()[0]! > 0 ? square(given) : given;
    const step = await context.memo(`reading ${context.engine}`, async () => engine.compile(read, "reading"));
    for (let call = 0; call < 2; call++) step({ x }).dispose();
    x.dispose();
    return outcome({});
  },
};

it("what cannot be replayed is told once in the outcome of each step that it was in", async () => {
  const noted = withEngineNotes(reading);
  for (const engine of ["wasm", "wasm"]) {
    const { findings } = await noted.run(null, memoryContext({ engine }));
    expect(
      findings.map(({ code, severity, where, evidence }) => ({ code, severity, where, evidence })),
    ).toEqual([
      {
        code: "ENG001",
        severity: "info",
        where: "reading",
        evidence: "reading: it reads the values of a tensor, so the step is not replayed",
      },
    ]);
  }
  expect((await noted.run(null, memoryContext({ engine: "cpu" }))).findings).toEqual([]);
});
