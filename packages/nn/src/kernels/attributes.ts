import type { NamedAttrMap } from "@tensorflow/tfjs-core";

/** The attributes of a kernel as what its caller passes: tfjs hands them on as they are, and types them as anything. */
export const attributes = <A extends object>(attrs: NamedAttrMap | object | undefined): A => attrs as A; // the caller's
