import { createHash } from "node:crypto";

/** sha256 of bytes or of a text's UTF-8, in hexadecimal. */
export const sha256 = (data: string | Uint8Array): string => createHash("sha256").update(data).digest("hex");
