/**
 * The body of a worker process: requests as lines of JSON on stdin, messages as lines on file descriptor 3, one step
 * at a time, until stdin ends. A thread looks whether the parent is there and ends the process where it is not, however
 * busy it is, so that no worker outlives its parent.
 */

import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { SHARE_ENV, Worker } from "node:worker_threads";
import * as Schema from "effect/Schema";
import { makeMemo, runStep } from "./runStep.ts";
import type { StepKind } from "./StepKind.ts";
import { StepMessage, StepRequest } from "./StepRunner.ts";

const decode = Schema.decodeUnknownSync(Schema.fromJsonString(StepRequest));
const encode = Schema.encodeSync(Schema.fromJsonString(StepMessage));

/** Writes all of it: a pipe that is full takes a part, or asks to come again. */
const writeLine = (text: string) => {
  let bytes = Buffer.from(`${text}\n`);
  while (bytes.length > 0) {
    try {
      bytes = bytes.subarray(writeSync(3, bytes));
    } catch (cause) {
      if (!(cause instanceof Error && "code" in cause && cause.code === "EAGAIN")) throw cause;
    }
  }
};

const send = (message: StepMessage) => writeLine(encode(message));

/** How often the parent is looked for. */
const WATCH_MILLIS = 100;

const watchParent = () => {
  // its own event loop keeps turning while a step blocks the main one
  const code = `
    const parent = process.ppid;
    const isThere = () => {
      try {
        return process.ppid === parent && process.kill(parent, 0);
      } catch (cause) {
        return cause.code === "EPERM";
      }
    };
    setInterval(() => isThere() || process.kill(process.pid, "SIGKILL"), ${WATCH_MILLIS});
  `;
  new Worker(code, { eval: true, env: SHARE_ENV }).unref();
};

export const serveSteps = async (kinds: Readonly<Record<string, StepKind>>): Promise<void> => {
  // Ctrl-C in a terminal reaches the whole group; the parent decides what ends
  process.on("SIGINT", () => undefined);
  const memo = makeMemo();
  send(StepMessage.cases.Ready.make({}));
  watchParent();
  for await (const line of createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })) {
    try {
      const outcome = await runStep(decode(line), kinds, memo, (row, checkpoint) =>
        send(StepMessage.cases.Epoch.make({ row, ...(checkpoint === undefined ? {} : { checkpoint }) })),
      );
      send(StepMessage.cases.Done.make({ outcome }));
    } catch (cause) {
      const error = cause instanceof Error ? cause : new Error(String(cause));
      send(StepMessage.cases.Threw.make({ message: error.message, stack: error.stack ?? "" }));
    }
  }
  process.exit(0);
};
