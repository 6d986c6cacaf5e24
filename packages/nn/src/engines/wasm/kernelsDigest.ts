/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "c7f406714469f584291c4f8c78ebba4b861a0e488d0de3af3e39e460dcb52a00";
