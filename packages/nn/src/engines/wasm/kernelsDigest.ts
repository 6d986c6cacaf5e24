/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "c71849c89af9b7dd33b5945f52c47b8ff8e516656e47572776891564471649c1";
