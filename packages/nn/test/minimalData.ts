/** The least that `data` needs for each kind. */
export const minimalData: Readonly<Record<string, object>> = {
  mnist: {},
  csv: { path: "a", target: "b" },
  parquet: { path: "a", target: "b" },
  idx: { images: "a", labels: "b" },
  npy: { features: "a", target: "b" },
  npz: { path: "a", features: "x", target: "y" },
  images: { path: "a" },
};
