import type { History } from "../History.ts";

/** Of the form below: another form gets another number. */
const VERSION = 1;

/** JSON `{ version, ...history }`: the blob `watch` of a training. */
export const encodeHistory = (history: History): Uint8Array =>
  new TextEncoder().encode(JSON.stringify({ version: VERSION, ...history }));
