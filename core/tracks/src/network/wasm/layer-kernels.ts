import { encodeModule } from "./encode-module.js";
import { denseFunction, siluFunction } from "./layer-functions.js";

/** The part of WebAssembly's JavaScript interface that is used here; the compiler knows it of browsers only. */
interface WebAssemblyInterface {
  readonly Module: new (bytes: Uint8Array) => object;
  readonly Memory: new (descriptor: { initial: number }) => { readonly buffer: ArrayBuffer };
  readonly Instance: new (module: object, imports: object) => { readonly exports: unknown };
}

export interface LayerKernels {
  readonly memory: ArrayBuffer;
  dense(
    x: number,
    xStride: number,
    w: number,
    b: number,
    y: number,
    yStride: number,
    rowTiles: number,
    inputs: number,
    outputTiles: number,
  ): void;
  silu(address: number, vectors: number): void;
}

const PAGE_BYTES = 65_536;
let compiled: object | null = null;

/** The kernels over a memory of their own. Every machine that Node 22 runs on has SIMD in WebAssembly. */
export function layerKernels(bytes: number): LayerKernels {
  const { Module, Memory, Instance } = (globalThis as unknown as { WebAssembly: WebAssemblyInterface })
    .WebAssembly;
  compiled ??= new Module(encodeModule([denseFunction(), siluFunction()]));
  const memory = new Memory({ initial: Math.ceil(bytes / PAGE_BYTES) });
  const { dense, silu } = new Instance(compiled, { host: { memory } }).exports as LayerKernels;
  return { memory: memory.buffer, dense, silu };
}
