const FIRST_DECAY = 0.9;
const SECOND_DECAY = 0.999;
const EPSILON = 1e-8;

/**
 * Adam (Kingma and Ba 2015) over plain arrays. TensorFlow.js has one, too, but it spends a dozen kernel calls a
 * variable, which for a network this small is more than the network itself costs; and its learning rate is fixed.
 */
export class Adam {
  readonly #first: Float64Array[];
  readonly #second: Float64Array[];
  #firstCorrection = 1;
  #secondCorrection = 1;

  constructor(private readonly parameters: readonly Float32Array[]) {
    this.#first = parameters.map(({ length }) => new Float64Array(length));
    this.#second = parameters.map(({ length }) => new Float64Array(length));
  }

  /** Moves the parameters one step against the gradients, which come in the same order and sizes. */
  step(gradients: readonly ArrayLike<number>[], learningRate: number): void {
    this.#firstCorrection *= FIRST_DECAY;
    this.#secondCorrection *= SECOND_DECAY;
    const rate = learningRate / (1 - this.#firstCorrection);
    const inverse = 1 / (1 - this.#secondCorrection);
    for (const [p, values] of this.parameters.entries()) {
      const gradient = gradients[p]!;
      const first = this.#first[p]!;
      const second = this.#second[p]!;
      for (let i = 0; i < values.length; i++) {
        const g = gradient[i]!;
        const m = FIRST_DECAY * first[i]! + (1 - FIRST_DECAY) * g;
        const v = SECOND_DECAY * second[i]! + (1 - SECOND_DECAY) * g * g;
        first[i] = m;
        second[i] = v;
        values[i]! -= (rate * m) / (Math.sqrt(v * inverse) + EPSILON);
      }
    }
  }
}
