/** What the engine had to do slowly is part of a step's outcome, so that it is told wherever the outcome is. */
import type { Finding, Json, StepKind } from "@attune/core";
import { openEngineOf } from "./Resources.ts";

/** ENG001: a step that is not replayed. `note` is the engine's sentence. */
const notReplayed = (note: string): Finding => ({
  code: "ENG001",
  name: "notReplayed",
  severity: "info",
  where: note.split(":")[0]!,
  evidence: note,
  reason: "The engine replays a step, several times faster, only where the step reads no value of a tensor.",
  remedies: [{ text: "Compute with tensors where the model reads numbers (dataSync, arraySync)." }],
  source: "engine",
});

/** The kind, with a finding for each note that the engine made while it ran. */
export const withEngineNotes = <Config, View extends Json>(
  kind: StepKind<Config, View>,
): StepKind<Config, View> => ({
  ...kind,
  run: async (view, context) => {
    const engine = await openEngineOf(context);
    engine.takeNotes(); // of a step before, which ended with an error
    const outcome = await kind.run(view, context);
    return { ...outcome, findings: [...outcome.findings, ...engine.takeNotes().map(notReplayed)] };
  },
});
