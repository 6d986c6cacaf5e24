/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "680de38d4e371e537be03f0a3210cc27febcc51407536d69bbf7db28f633f967";
