/** The tree of commands. */
import * as Command from "effect/cli/Command";
import { apply } from "./commands/apply.ts";
import { diff } from "./commands/diff.ts";
import { doctor } from "./commands/doctor.ts";
import { faults } from "./commands/faults.ts";
import { firstSteps } from "./commands/firstSteps.ts";
import { ls } from "./commands/ls.ts";
import { newExperiment } from "./commands/new.ts";
import { plan } from "./commands/plan.ts";
import { report } from "./commands/report.ts";
import { run } from "./commands/run.ts";
import { schema } from "./commands/schema.ts";
import { sweep } from "./commands/sweep.ts";
import { why } from "./commands/why.ts";

export const attune = Command.make("attune", {}, () => firstSteps).pipe(
  Command.withDescription("Tunes neural networks from YAML"),
  Command.withExamples([
    { command: "attune new data.csv", description: "Write an experiment for a table" },
    { command: "attune sweep data.yaml", description: "Search its hyperparameters, and write the report" },
    { command: "source <(attune --completions bash)", description: "Complete commands and flags with Tab" },
  ]),
  Command.withSubcommands([
    newExperiment,
    sweep,
    run,
    plan,
    why,
    apply,
    report,
    ls,
    diff,
    schema,
    doctor,
    faults,
  ]),
);
