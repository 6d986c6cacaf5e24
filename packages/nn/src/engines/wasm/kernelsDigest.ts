/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "16f3539dfe7d12bc1c276637848be794d273150a0ac5f42a74bdd639f7a16c79";
