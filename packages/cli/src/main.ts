/** The `attune` command: composition root. */
import { InvalidExperiment, StoreUnavailable } from "@attune/core";
import * as NodeRuntime from "@effect/platform-node/NodeRuntime";
import * as NodeServices from "@effect/platform-node/NodeServices";
import * as CliError from "effect/cli/CliError";
import * as Command from "effect/cli/Command";
import * as Effect from "effect/Effect";
import { attune } from "./attune.ts";
import { ExitWith } from "./exitCode.ts";

/** Errors whose message is all that a person needs. */
const isForPeople = (error: unknown): error is InvalidExperiment | StoreUnavailable =>
  error instanceof InvalidExperiment || error instanceof StoreUnavailable;

const sayAndExit = (error: { readonly message: string }) =>
  Effect.andThen(
    Effect.sync(() => process.stderr.write(`${error.message}\n`)),
    Effect.fail(new ExitWith({ code: 2 })),
  );

/** A mistake of attune itself: said in a line, its trace only to who asks for it. */
const sayDefect = (defect: unknown) => {
  const message = defect instanceof Error ? defect.message : String(defect);
  const trace = process.env.ATTUNE_TRACE && defect instanceof Error ? `\n${defect.stack}` : "";
  return Effect.andThen(
    Effect.sync(() =>
      process.stderr.write(
        `attune failed unexpectedly: ${message}${trace || " (ATTUNE_TRACE=1 shows where)"}\n`,
      ),
    ),
    Effect.fail(new ExitWith({ code: 1 })),
  );
};

/** Runs the command that the arguments of this process ask for. */
export const main = (): void => {
  // the first Ctrl-C interrupts, and everything is put away; a second one does not wait for that
  let interrupts = 0;
  process.on("SIGINT", () => {
    if (++interrupts > 1) process.exit(130);
  });

  // a reader that has seen enough, as in `attune ls | head`, is no error; 141 is what a shell tells of one
  process.stdout.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
    process.exit(141);
  });

  Command.run(attune, { version: "0.1.0" }).pipe(
    Effect.catchIf(isForPeople, sayAndExit),
    Effect.catchIf(CliError.isCliError, (error) =>
      error._tag === "ShowHelp" && error.errors.length === 0
        ? Effect.void
        : Effect.fail(new ExitWith({ code: 2 })),
    ),
    Effect.catchDefect(sayDefect),
    Effect.onInterrupt(() =>
      Effect.sync(() =>
        process.stderr.write(
          "interrupted: what had ended is kept, and the same command goes on from there\n",
        ),
      ),
    ),
    Effect.provide(NodeServices.layer),
    NodeRuntime.runMain,
  );
};
