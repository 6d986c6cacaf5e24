/** The backend of tfjs-core: tensors in one WebAssembly memory, and the way to call a kernel on them. */
import { type BackendValues, type DataType, KernelBackend } from "@tensorflow/tfjs-core";
import { layerInProgress } from "../../layerInProgress.ts";
import { Block, type Kind, kindOf } from "./Block.ts";
import { Memory } from "./Memory.ts";
import { type Call, record, type Trace, type Values } from "./Trace.ts";

type Kernels = Readonly<Record<string, (...numbers: ReadonlyArray<number>) => void>>;

export class WasmBackend extends KernelBackend {
  readonly memoryOf = new Memory();
  /** The module's exports. */
  readonly kernels: Kernels;
  /** Whether a product and a sum are rounded once, as on processors that have FMA, or twice. */
  readonly fuses: boolean;
  /** Where calls are recorded, while a step is traced. */
  trace: Trace | undefined;
  #blocks = 0;

  constructor(module: WebAssembly.Module) {
    super();
    const { heapStart, fusesProducts, ...kernels } = new WebAssembly.Instance(module, {
      env: { memory: this.memoryOf.webAssembly },
    }).exports;
    this.memoryOf.startAt((heapStart as WebAssembly.Global).value); // assembly/index.ts exports it so
    this.kernels = kernels as Kernels; // all else that assembly/index.ts exports
    const rest = fusesProducts as (x: number, y: number) => number; // as above
    this.fuses = rest(1 + 2 ** -12, 1 + 2 ** -11) !== 0;
  }

  /** A block with one reference, of unknown content. */
  make(kind: Kind, size: number): Block {
    this.#blocks++;
    return new Block(kind, size, this.memoryOf.take(size * 4));
  }

  /** Runs a kernel: what it reads, what it writes, and numbers, in the order of its arguments. */
  call(
    kernel: string,
    reads: ReadonlyArray<Block | undefined>,
    writes: ReadonlyArray<Block>,
    numbers: ReadonlyArray<number>,
  ): void {
    const addresses = [...reads, ...writes].map((block) => block?.address ?? 0);
    this.kernels[kernel]!(...addresses, ...numbers);
    if (this.trace !== undefined) this.#record({ kernel, reads, writes, numbers });
  }

  #record(call: Call): void {
    if (this.trace !== undefined) record(this.trace, call, (block) => this.view(block));
  }

  /** Memory for one call, given back after it. */
  scratch(size: number, use: (block: Block) => void): void {
    const block = this.make("float32", size);
    use(block);
    this.disposeData(block);
  }

  /** The block's values, in place: until the next tensor is made. */
  view({ kind, address, size }: Block): Values {
    const { floats, ints } = this.memoryOf;
    return (kind === "float32" ? floats : ints).subarray(address >> 2, (address >> 2) + size);
  }

  override write(values: BackendValues, shape: number[], dtype: DataType): Block {
    const size = shape.reduce((product, length) => product * length, 1);
    const block = this.make(kindOf(dtype), size);
    const view = this.view(block);
    // null where tfjs makes a tensor whose values come later
    if (values != null) view.set(values as Float32Array | Int32Array | Uint8Array); // kindOf has refused the others
    if (this.trace !== undefined) {
      this.#record({ kernel: "constant", reads: [], writes: [block], numbers: [], values: view.slice() });
    }
    return block;
  }

  override readSync(dataId: object): BackendValues {
    if (this.trace !== undefined) {
      const layer = layerInProgress();
      const where = layer === undefined ? "" : ` in ${layer}`;
      this.trace.untraceable ??= `it reads the values of a tensor${where}`;
    }
    const block = dataId as Block; // every DataId of this backend is one
    const values = this.view(block);
    return block.kind === "bool" ? Uint8Array.from(values) : values.slice();
  }

  override async read(dataId: object): Promise<BackendValues> {
    return this.readSync(dataId);
  }

  override disposeData(dataId: object, force = false): boolean {
    const block = dataId as Block; // as above
    block.references--;
    if (block.references > 0 && !force) return false;
    this.#blocks--;
    this.memoryOf.give(block.address, block.size * 4);
    return true;
  }

  override refCount(dataId: object): number {
    return (dataId as Block).references; // as above
  }

  override incRef(dataId: object): void {
    (dataId as Block).references++; // as above
  }

  override numDataIds(): number {
    return this.#blocks;
  }

  override floatPrecision(): 32 {
    return 32;
  }

  override memory(): { unreliable: boolean } {
    return { unreliable: false };
  }

  override dispose(): void {}
}
