/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "49405aa50d0bc73bbc6edba9a38fdfca5713263857c392632f198824afe19529";
