/** A data set of one's own: the default export of the module that `data: { uses: ./data/x.ts }` names. */
import type * as Schema from "effect/Schema";
import type { Dataset } from "./Dataset.ts";

export interface UserDataset<Settings = unknown> {
  /** Schema of `data.with`, snake_case and defaults as you like. Without it `with` is handed over as it stands. */
  readonly config?: Schema.Codec<Settings, unknown>;
  /**
   * All examples; attune splits, scales and shuffles them. The same settings must give the same numbers: draw from
   * `uniforms`, `normals` and `permutation` of a `stream`, not from Math.random. `directory` is the experiment
   * file's. `group` is the column that `data.split.group` names; return `groups` for it.
   *
   * It is called once for each process that needs the data, and when an experiment is planned.
   */
  load(settings: Settings, directory: string, group?: string): Dataset | Promise<Dataset>;
}
