/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "dfe263bdad936f15acaba3cbe1aee2502c1a3c6fd5766fded236dcc1bd807f8a";
