/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "aa1351f1bd8b7c26f9d0471dff2ab427dcfab54e8e2fec36ce68e7ed4f661541";
