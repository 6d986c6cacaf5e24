import { workerEntry } from "../workerEntry.ts";

/**
 * In place of this process, which started from the image, goes on one that runs the sources: for what needs a module
 * that the image does not hold, and that would load a second copy of what it holds. A command meets one while it
 * plans, before anything has run, so a worker never should.
 */
export const leaveImage = (module: string): never => {
  const [node = process.execPath, entry, ...args] = process.argv;
  if (entry === undefined || entry === workerEntry || process.execve === undefined) {
    throw new Error(`${module} is needed, which was not known when this process was started`);
  }
  return process.execve(node, [node, entry, ...args], { ...process.env, ATTUNE_IMAGE: "off" });
};
