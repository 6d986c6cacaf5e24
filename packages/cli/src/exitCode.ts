/** Exit codes are promises: 0 done, 1 some step failed, 2 the input or the usage is wrong, 130 interrupted. */
import * as Data from "effect/Data";
import * as Runtime from "effect/Runtime";

/** Ends the command with a code, once what there is to say has been said. */
export class ExitWith extends Data.TaggedError("ExitWith")<{ readonly code: 1 | 2 }> {
  override readonly [Runtime.errorExitCode] = this.code;
  override readonly [Runtime.errorReported] = false;
}
