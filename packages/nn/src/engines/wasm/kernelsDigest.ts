/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "6a3b00dbe70fb1486165702afcb7da7b032e6e0800b2f74d4d6c0b66b56c9389";
