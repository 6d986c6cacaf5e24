/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "5a5453593a6cf8fb63abb5c3a97d0188c3b078fc12eb90e4d33cd063b6ff48f0";
