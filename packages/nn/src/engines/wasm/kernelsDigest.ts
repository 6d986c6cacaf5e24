/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "8199c85c4c39e8b2b20be7a5e0cf6bbf1762c9f5bc611922e86aa2dc01e22223";
