import type { Remedy } from "@attune/core";

/** As a POSIX shell reads it back. */
const quoted = (file: string): string =>
  /^[\w./:@=+-]+$/.test(file) ? file : `'${file.replaceAll("'", "'\\''")}'`;

export interface ApplyPlace {
  readonly code: string;
  readonly file: string;
  /** `--trial 17` where it is not the file's run; else empty. */
  readonly options: string;
  readonly remedies: ReadonlyArray<Remedy>;
}

/** The command that writes the file with the remedy in it; the first that has a patch needs no number. */
export const applyCommand = ({ code, file, options, remedies }: ApplyPlace, remedy: number): string => {
  const first = remedies.findIndex(({ patch }) => patch !== undefined);
  return [
    `npx attune apply ${code} ${quoted(file)}`,
    ...(options === "" ? [] : [options]),
    ...(remedy === first ? [] : [`--remedy ${remedy + 1}`]),
  ].join(" ");
};
