import type { Tensor, Tensor1D, Tensor2D } from "@tensorflow/tfjs";
import type { Random } from "@interlude/core-tracks";
import type { TensorFlow } from "../tensorflow.js";
import { type LayerName, type NetworkShape, layersOf } from "./shape.js";

/** Weights (inputs × outputs) and biases of one dense layer. */
export interface Dense {
  readonly weights: Tensor2D;
  readonly biases: Tensor1D;
}

export type Layers = Readonly<Record<LayerName, Dense>>;

/**
 * All parameters of a network as one vector, so that the optimiser's arithmetic is a dozen operations instead of a
 * dozen a layer: layer after layer, weights row by row, then biases.
 */
export class ParameterLayout {
  readonly size: number;
  readonly #layers: [name: LayerName, inputs: number, outputs: number][];
  readonly #sizes: number[];

  constructor(shape: NetworkShape) {
    this.#layers = Object.entries(layersOf(shape)).map(([name, { inputs, outputs }]) => [
      name as LayerName,
      inputs,
      outputs,
    ]);
    this.#sizes = this.#layers.flatMap(([, inputs, outputs]) => [inputs * outputs, outputs]);
    this.size = this.#sizes.reduce((sum, size) => sum + size, 0);
  }

  /** Initial weights after Glorot and Bengio (2010), biases of zero. */
  initial(random: Random): Float32Array {
    const values = new Float32Array(this.size);
    let offset = 0;
    for (const [, inputs, outputs] of this.#layers) {
      const limit = Math.sqrt(6 / (inputs + outputs));
      for (let i = 0; i < inputs * outputs; i++) values[offset + i] = limit * (2 * random.uniform() - 1);
      offset += (inputs + 1) * outputs;
    }
    return values;
  }

  /** The layers as tensors, copied out of the vector; in the caller's tidy. */
  layers(tf: TensorFlow, vector: Tensor1D): Layers {
    const parts = tf.split(vector, this.#sizes);
    return this.#named((i, inputs, outputs) => ({
      weights: parts[2 * i]!.reshape([inputs, outputs]) as Tensor2D,
      biases: parts[2 * i + 1] as Tensor1D,
    }));
  }

  /** One vector of the layers' gradients: the inverse of `layers`. */
  vector(tf: TensorFlow, layers: Layers): Tensor1D {
    const parts: Tensor[] = this.#layers.flatMap(([name]) => [
      layers[name].weights.flatten(),
      layers[name].biases,
    ]);
    return tf.concat(parts as Tensor1D[]);
  }

  /** The layers as plain numbers. */
  arrays(
    vector: Float32Array,
  ): Record<LayerName, { inputs: number; outputs: number; weights: Float32Array; biases: Float32Array }> {
    let offset = 0;
    const take = (length: number): Float32Array => vector.slice(offset, (offset += length));
    return this.#named((_, inputs, outputs) => ({
      inputs,
      outputs,
      weights: take(inputs * outputs),
      biases: take(outputs),
    }));
  }

  #named<T>(make: (index: number, inputs: number, outputs: number) => T): Record<LayerName, T> {
    return Object.fromEntries(
      this.#layers.map(([name, inputs, outputs], i) => [name, make(i, inputs, outputs)]),
    ) as Record<LayerName, T>;
  }
}
