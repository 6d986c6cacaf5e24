/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "0090d853dd32a70dd80476ce7312b9489228d627fa63b85b2082ae9164c5c452";
