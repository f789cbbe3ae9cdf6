import type { DenseLayer } from "./network.js";
import { TILE_OUTPUTS, TILE_ROWS } from "./wasm/layer-functions.js";
import { type LayerKernels, layerKernels } from "./wasm/layer-kernels.js";

/** Rows that go through the layers together: their activations stay in a processor's cache. */
export const BLOCK_ROWS = 64;

/** Outputs of a block of rows, valid until the next block. */
export interface LayerOutput {
  readonly values: Float32Array;
  /** Numbers from a row to the next. */
  readonly stride: number;
}

/** A layer as it lies in the kernels' memory; addresses in bytes. */
interface PlacedLayer extends Pick<DenseLayer, "inputs" | "activation"> {
  readonly weights: number;
  readonly biases: number;
  readonly outputTiles: number;
}

/** Layers are placed once: networks are never changed. */
const placed = new WeakMap<readonly DenseLayer[], LayerRunner>();

/** What runs these layers, made when first asked for. */
export function layerRunner(layers: readonly DenseLayer[]): LayerRunner {
  const known = placed.get(layers) ?? new LayerRunner(layers);
  placed.set(layers, known);
  return known;
}

/** Runs dense layers one after the other, in float32 and in a fixed order of sums: a row's bits depend on nothing else. */
export class LayerRunner {
  readonly #kernels: LayerKernels;
  readonly #layers: readonly PlacedLayer[];
  /** Addresses of two buffers for activations, used in turn. */
  readonly #buffers: readonly [number, number];
  readonly #inputs: number;

  constructor(layers: readonly DenseLayer[]) {
    const tilesOf = (outputs: number): number => Math.ceil(outputs / TILE_OUTPUTS);
    let bytes = 0;
    const take = (numbers: number): number => {
      const address = bytes;
      bytes += 4 * Math.ceil(numbers / 4) * 4;
      return address;
    };
    this.#layers = layers.map(({ inputs, outputs, activation }) => ({
      // A layer without inputs gives its biases: one input that is 0 stands in.
      inputs: Math.max(1, inputs),
      activation,
      outputTiles: tilesOf(outputs),
      weights: take(Math.max(1, inputs) * tilesOf(outputs) * TILE_OUTPUTS),
      biases: take(tilesOf(outputs) * TILE_OUTPUTS),
    }));
    this.#inputs = layers[0]!.inputs;
    const widest = Math.max(
      this.#inputs,
      ...this.#layers.map((layer) => layer.outputTiles * TILE_OUTPUTS),
      1,
    );
    this.#buffers = [take(BLOCK_ROWS * widest), take(BLOCK_ROWS * widest)];
    this.#kernels = layerKernels(bytes);
    for (const [i, layer] of layers.entries()) this.#place(layer, this.#layers[i]!);
  }

  /**
   * @param rows at most `BLOCK_ROWS`
   * @param fill writes the input, rows × inputs of the first layer
   */
  run(rows: number, fill: (input: Float32Array) => void): LayerOutput {
    const { memory, dense, silu } = this.#kernels;
    const rowTiles = Math.ceil(rows / TILE_ROWS);
    const input = new Float32Array(
      memory,
      this.#buffers[0],
      rowTiles * TILE_ROWS * Math.max(1, this.#inputs),
    );
    input.fill(0);
    fill(input);
    let stride = Math.max(1, this.#inputs);
    let [from, to] = this.#buffers;
    for (const { inputs, activation, weights, biases, outputTiles } of this.#layers) {
      const nextStride = outputTiles * TILE_OUTPUTS;
      dense(from, 4 * stride, weights, biases, to, 4 * nextStride, rowTiles, inputs, outputTiles);
      if (activation === "silu") silu(to, (rowTiles * TILE_ROWS * nextStride) / 4);
      stride = nextStride;
      [from, to] = [to, from];
    }
    return { values: new Float32Array(memory, from, rows * stride), stride };
  }

  /** Copies a layer into the memory, its weights tile by tile, padded with zeros. */
  #place({ inputs, outputs, weights, biases }: DenseLayer, layer: PlacedLayer): void {
    const numbers = new Float32Array(this.#kernels.memory);
    numbers.set(biases, layer.biases / 4);
    for (let i = 0; i < inputs; i++) {
      for (let j = 0; j < outputs; j++) {
        const tile = Math.floor(j / TILE_OUTPUTS) * layer.inputs + i;
        numbers[layer.weights / 4 + tile * TILE_OUTPUTS + (j % TILE_OUTPUTS)] = weights[i * outputs + j]!;
      }
    }
  }
}
