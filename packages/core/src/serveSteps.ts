/**
 * The body of a worker process: requests as lines of JSON on stdin, messages as lines on file descriptor 3, one step
 * at a time, until stdin ends. File descriptor 4 is a pipe whose other end the parent holds: a thread waits for it
 * to close and ends the process, however busy it is, so that no worker outlives its parent on any platform.
 */

import { writeSync } from "node:fs";
import { createInterface } from "node:readline";
import { Worker } from "node:worker_threads";
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

const watchParent = () => {
  // its own event loop keeps turning while a step blocks the main one; a blocking read would keep the process from exiting
  const code = `
    const { Socket } = require("node:net");
    const parent = new Socket({ fd: 4 });
    parent.on("error", () => undefined).on("close", () => process.kill(process.pid, "SIGKILL")).resume();
  `;
  new Worker(code, { eval: true }).unref();
};

export const serveSteps = async (kinds: Readonly<Record<string, StepKind>>): Promise<void> => {
  watchParent();
  // Ctrl-C in a terminal reaches the whole group; the parent decides what ends
  process.on("SIGINT", () => undefined);
  const memo = makeMemo();
  send(StepMessage.cases.Ready.make({}));
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
