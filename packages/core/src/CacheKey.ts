/** Identity of a step: equal keys, equal results. */
import { canonicalJson } from "./canonicalJson.ts";
import type { Json } from "./StepKind.ts";
import { sha256 } from "./sha256.ts";

/** What a key is made of; kept beside it, so that `why` can compare part by part. */
export interface KeyParts {
  readonly kind: string;
  readonly view: Json;
  readonly seed: number;
  /** Digest of the data's content; absent where the view has no data. */
  readonly data?: string;
  readonly code: string;
  readonly engine: string;
  /** What it consumes → the name of that result. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** sha256 of the parts' canonical JSON. */
export const cacheKey = (parts: KeyParts): string => sha256(canonicalJson({ version: 1, ...parts }));

/** Name of a result: the key, and of a trajectory `key@epochs`. */
export const resultName = (key: string, until: number): string => (until === 0 ? key : `${key}@${until}`);
