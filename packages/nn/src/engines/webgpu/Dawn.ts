/** What is used of WebGPU, as the npm package `webgpu` (Dawn) brings it to Node. */
export interface Dawn {
  readonly create: (options: ReadonlyArray<string>) => Gpu;
  /** `GPUBuffer`, `GPUBufferUsage`, …: what a browser has as globals. */
  readonly globals: Readonly<Record<string, unknown>>;
}

export interface Gpu {
  readonly requestAdapter: (wanted: { readonly powerPreference: string }) => Promise<Adapter | null>;
}

export interface Adapter {
  readonly info: AdapterInfo;
  readonly limits: Readonly<Record<string, number>>;
  readonly requestDevice: (wanted: {
    readonly requiredLimits: Readonly<Record<string, number>>;
  }) => Promise<Device>;
}

export interface AdapterInfo {
  readonly vendor: string;
  readonly architecture: string;
  /** The card. */
  readonly device: string;
  /** The driver, with its version. */
  readonly description: string;
  /** Whether it computes on the processor. */
  readonly isFallbackAdapter?: boolean;
}

export interface Device {
  onuncapturederror: ((event: Complaint) => void) | null;
}

export interface Complaint {
  readonly error: { readonly message: string };
  /** Keeps it from the terminal. */
  readonly preventDefault: () => void;
}

export interface Buffer {
  readonly size: number;
  readonly mapState: "unmapped" | "pending" | "mapped";
  readonly mapAsync: (mode: number) => Promise<void>;
  readonly getMappedRange: () => ArrayBuffer;
  readonly unmap: () => void;
}
