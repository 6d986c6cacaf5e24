/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "4e9e0772e21254188a3cf0a8b8eb35f7771772ddd02296b2fdfbb8d21723edf3";
