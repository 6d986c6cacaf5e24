/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "994c4fe7b1007692aeef3623706d5d24aef89000526161e812ca43cb9220a1b1";
