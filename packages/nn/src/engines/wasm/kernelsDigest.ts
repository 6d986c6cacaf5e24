/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "28b695faea01dddbccf26bf2735e6c3850d86f35b5ace7a559d9021a5b912abb";
