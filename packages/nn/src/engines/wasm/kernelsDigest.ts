/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "dd05b23d817ec26e0a40b15f5ff5b2b83caf27acff7e852b198b9404579b96b1";
