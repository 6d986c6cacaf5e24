/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "7c1ca10f84b63cf4a98b8004b6092b09f4cab6e6c34188d360328ebdcc7bee5f";
