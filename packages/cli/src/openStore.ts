/** The store for commands that only read: one that is not there is read as empty, and not made. */

import { existsSync } from "node:fs";
import { Store, type StoreUnavailable } from "@attune/core";
import type * as Layer from "effect/Layer";

export const openStore = (folder: string): Layer.Layer<Store, StoreUnavailable> =>
  existsSync(folder) ? Store.layer(folder) : Store.layerEmpty;
