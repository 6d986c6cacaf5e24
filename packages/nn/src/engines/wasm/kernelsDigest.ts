/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "125619c48d3ddf73208fe11a205ffca5face758b5856742ecffde0d4ab5b8ae5";
