/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "9df379f63b2b67b48d0412f94a6f1601eb219bff9aab8241bf66daf1a90faf6c";
