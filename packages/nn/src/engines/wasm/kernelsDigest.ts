/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "b7b9e115338dfa0c60c78ca3c4e97ac56f9d9d617b9c0afd1db18312e9e8f7e8";
