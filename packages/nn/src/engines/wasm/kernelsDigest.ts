/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "d3059cbacafeae7fbc101ad88ab3d56cd47c4e4dc41235dbaa78ffedb2684d11";
