/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "537e83d48a21b5980da763cf1de98be38b0b8ae646c3d76a3464f1694923da60";
