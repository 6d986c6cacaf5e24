import { batchOrder } from "@attune/nn";

/** The batches of an epoch, as indices of examples. */
export type BatchOrders = (epoch: number) => ReadonlyArray<Int32Array>;

/** Indices that are kept: 4 MB. */
const KEPT = 2 ** 20;

/** `batchOrder` of one slice. The first epochs' are kept: trainings of one seed go through the same. */
export const makeBatchOrders = (seed: number, size: number, batchSize: number): BatchOrders => {
  const kept = new Map<number, ReadonlyArray<Int32Array>>();
  return (epoch) => {
    const order = kept.get(epoch) ?? batchOrder(seed, epoch, size, batchSize);
    if (kept.size * size < KEPT) kept.set(epoch, order);
    return order;
  };
};
