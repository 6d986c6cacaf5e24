/**
 * The engines that this machine has, and why it lacks the others. `ATTUNE_ENGINES=wasm,tensorflow` names those that it
 * must have: where one of them is missing the tests fail instead of being skipped.
 */
import { type Engine, engines, openEngine } from "@attune/nn";

export interface AbsentEngine {
  readonly name: string;
  readonly reason: string;
}

const looks = [];
for (const name of Object.keys(engines)) {
  const look = openEngine(name).then(
    (engine: Engine) => ({ name, engine }),
    (error: unknown) => ({ name, reason: error instanceof Error ? error.message : String(error) }),
  );
  looks.push(await look); // one after the other: each becomes the current one
}

export const presentEngines: ReadonlyArray<string> = looks.flatMap((look) =>
  "engine" in look ? [look.name] : [],
);

export const absentEngines: ReadonlyArray<AbsentEngine> = looks.flatMap((look) =>
  "reason" in look ? [look] : [],
);

export const requiredEngines: ReadonlyArray<string> = (process.env.ATTUNE_ENGINES ?? "wasm,cpu").split(",");
