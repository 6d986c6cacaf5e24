/** SHA-256 of `kernels.wasm`: by this line a changed kernel changes the code digest of every step. */
export const kernelsDigest = "1bc8e8598fdb98813b7daab3055ec2ccace2f2e537e86814f61bcfe1767da991";
