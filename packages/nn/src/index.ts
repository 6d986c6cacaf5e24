export type { Activation } from "./Activation.ts";
export { ActivationConfig, activationOf } from "./ActivationConfig.ts";
export { activations } from "./activations/catalog.ts";
export { elu } from "./activations/elu.ts";
export { gelu } from "./activations/gelu.ts";
export { leakyRelu } from "./activations/leakyRelu.ts";
export { linear } from "./activations/linear.ts";
export { relu } from "./activations/relu.ts";
export { selu } from "./activations/selu.ts";
export { sigmoid } from "./activations/sigmoid.ts";
export { silu } from "./activations/silu.ts";
export { softmax } from "./activations/softmax.ts";
export { tanh } from "./activations/tanh.ts";
export { type Batch, batchOrder, gather, gatherInputs, gatherTargets, inputsGatherer } from "./batches.ts";
export { type Choice, chosen, oneOf, type Row, type Rows } from "./Choice.ts";
export { datasets, engines, layers, losses } from "./catalog.ts";
export { DataConfig, dataRows, describeDataset, loadDataset, type Preparation } from "./DataConfig.ts";
export {
  type DataProblem,
  type Dataset,
  type DatasetDescription,
  type DatasetKind,
  type Imputation,
  isDataProblem,
  type Target,
  type TargetDescription,
} from "./Dataset.ts";
export { csv } from "./datasets/csv.ts";
export { idx } from "./datasets/idx.ts";
export { images } from "./datasets/images.ts";
export { mnist } from "./datasets/mnist.ts";
export { npy } from "./datasets/npy.ts";
export { npz } from "./datasets/npz.ts";
export { parquet } from "./datasets/parquet.ts";
export { readCsvTable } from "./datasets/readCsvTable.ts";
export { type Cell, numberIn, type Table } from "./datasets/Table.ts";
export { userDataset } from "./datasets/userDataset.ts";
export {
  type Compiled,
  catalogName,
  type Engine,
  type EngineKind,
  type EngineName,
  isEngineName,
  openEngine,
  type TensorTree,
} from "./Engine.ts";
export { EngineChoice, engineChoices, openChosenEngine } from "./EngineChoice.ts";
export { EngineUnavailable } from "./EngineUnavailable.ts";
export { cpu } from "./engines/cpu.ts";
export { tensorflow } from "./engines/tensorflow.ts";
export { wasm } from "./engines/wasm/wasm.ts";
export { webgpu } from "./engines/webgpu/webgpu.ts";
export { indexProblem } from "./indexProblem.ts";
export { type AdamFactors, adamUpdate } from "./kernels/adam.ts";
export { noiseKey, randomUniform } from "./kernels/randomUniform.ts";
export type { Layer, LayerKind, LayerProblem, Mode } from "./Layer.ts";
export type { Carried, Fed, Iteration, Loop, LoopStart } from "./Loop.ts";
export type { Loss } from "./Loss.ts";
export { activation } from "./layers/activation.ts";
export { averagePool } from "./layers/averagePool.ts";
export { batchNorm } from "./layers/batchNorm.ts";
export { conv2d } from "./layers/conv2d.ts";
export { dense } from "./layers/dense.ts";
export { depthwiseConv2d } from "./layers/depthwiseConv2d.ts";
export { dropout } from "./layers/dropout.ts";
export { embedding } from "./layers/embedding.ts";
export { flatten } from "./layers/flatten.ts";
export { gaussianNoise } from "./layers/gaussianNoise.ts";
export { globalAveragePool } from "./layers/globalAveragePool.ts";
export { gru } from "./layers/gru.ts";
export { layerNorm } from "./layers/layerNorm.ts";
export { lstm } from "./layers/lstm.ts";
export { maxout } from "./layers/maxout.ts";
export { maxPool } from "./layers/maxPool.ts";
export { reshape } from "./layers/reshape.ts";
export { residual } from "./layers/residual.ts";
export { separableConv2d } from "./layers/separableConv2d.ts";
export { simpleRnn } from "./layers/simpleRnn.ts";
export { countOf, leastTrainingBytes } from "./leastTrainingBytes.ts";
export { absoluteError } from "./losses/absoluteError.ts";
export { binaryCrossEntropy } from "./losses/binaryCrossEntropy.ts";
export { crossEntropy } from "./losses/crossEntropy.ts";
export { hinge } from "./losses/hinge.ts";
export { huber } from "./losses/huber.ts";
export { squaredError } from "./losses/squaredError.ts";
export { type BuildOptions, buildModel, type Model, type ModelProblem } from "./Model.ts";
export {
  type LayersConfig,
  ModelConfig,
  modelRows,
  type RowReference,
  type UserModelConfig,
  withoutNoise,
} from "./ModelConfig.ts";
export { noSettings } from "./noSettings.ts";
export {
  downloadTensors,
  isTrained,
  type ParamShape,
  type ParamShapes,
  type Params,
  type Tensors,
  trainedShapes,
  uploadTensors,
} from "./Params.ts";
export { type Prepared, prepare, type Slice } from "./prepare.ts";
export { derive, fold, normals, permutation, type Stream, stream, uniforms } from "./Random.ts";
export { resolveLoss } from "./resolveLoss.ts";
export { decodeTensors, encodeTensors, type Metadata, type NamedValues, type Values } from "./Safetensors.ts";
export { type SliceSizes, Split, sliceSizes } from "./split.ts";
export type { UserDataset } from "./UserDataset.ts";
export { openUserModel, type UserModel, type UserNetwork } from "./UserModel.ts";
