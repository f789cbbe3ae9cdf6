import { EXPONENTIAL } from "../exponential.js";
import type { WasmFunction } from "./encode-module.js";
import {
  add,
  addIntegers,
  advance,
  constant,
  divide,
  get,
  integer,
  load,
  loadRepeated,
  maximum,
  minimum,
  multiply,
  multiplyIntegers,
  negate,
  powerOfTwo,
  set,
  store,
  subtract,
  times,
} from "./instructions.js";

/** Rows that are computed together, and outputs: as many sums as fit into the registers of a processor. */
export const TILE_ROWS = 4;
export const TILE_OUTPUTS = 8;
const TILE_BYTES = 4 * TILE_OUTPUTS;

/**
 * y = x W + b, tile by tile. Each sum adds its products input by input, each product and each sum rounded to float32:
 * WebAssembly says what they are to the bit (it has no fused multiplication and addition without relaxed SIMD).
 *
 * Parameters: x, bytes from a row of x to the next, W, b, y, bytes from a row of y to the next, tiles of rows, inputs,
 * tiles of outputs. W is stored tile by tile, in each of them input by input.
 */
export function denseFunction(): WasmFunction {
  const [x, xStride, w, b, y, yStride, rowTiles, inputs, outputTiles] = [0, 1, 2, 3, 4, 5, 6, 7, 8] as const;
  const [panel, row, k, weights, target] = [9, 10, 11, 12, 13] as const;
  const rows = [14, 15, 16, 17] as const;
  const sums = [18, 19, 20, 21, 22, 23, 24, 25] as const;
  const [low, high, value] = [26, 27, 28] as const;

  const inner = [
    ...set(low, load(get(weights))),
    ...set(high, load(get(weights), 16)),
    ...advance(weights, integer(TILE_BYTES)),
    ...rows.flatMap((pointer, r) => [
      ...set(value, loadRepeated(get(pointer))),
      ...advance(pointer, integer(4)),
      ...set(sums[2 * r]!, add(get(sums[2 * r]!), multiply(get(value), get(low)))),
      ...set(sums[2 * r + 1]!, add(get(sums[2 * r + 1]!), multiply(get(value), get(high)))),
    ]),
  ];
  const tile = [
    ...set(weights, get(w)),
    ...rows.slice(1).flatMap((pointer, r) => set(pointer, addIntegers(get(rows[r]!), get(xStride)))),
    ...sums.flatMap((sum, i) => set(sum, load(get(b), 16 * (i % 2)))),
    ...times(k, get(inputs), inner),
    // The pointers stand behind their rows now: the last one's end is where the next tile begins.
    ...set(rows[0], get(rows[TILE_ROWS - 1]!)),
    ...advance(rows[0], addIntegers(get(xStride), multiplyIntegers(get(inputs), integer(-4)))),
    ...rows.flatMap((_, r) => [
      ...store(get(target), get(sums[2 * r]!)),
      ...store(get(target), get(sums[2 * r + 1]!), 16),
      ...advance(target, get(yStride)),
    ]),
  ];
  const body = times(panel, get(outputTiles), [
    ...set(rows[0], get(x)),
    ...set(target, get(y)),
    ...times(row, get(rowTiles), tile),
    ...advance(y, integer(TILE_BYTES)),
    ...advance(b, integer(TILE_BYTES)),
    ...advance(w, multiplyIntegers(get(inputs), integer(TILE_BYTES))),
  ]);
  return { name: "dense", parameters: 9, integers: 9, vectors: 11, body };
}

/** silu in place. Parameters: address, number of float32 ÷ 4. */
export function siluFunction(): WasmFunction {
  const [address, count, left] = [0, 1, 2] as const;
  const [a, clipped, k, r, sum] = [3, 4, 5, 6, 7] as const;
  const { LOG2_E, LN2_HIGH, LN2_LOW, ROUNDING, TAYLOR, LIMIT } = EXPONENTIAL;
  const body = times(left, get(count), [
    ...set(a, load(get(address))),
    ...set(clipped, minimum(maximum(negate(get(a)), constant(-LIMIT)), constant(LIMIT))),
    ...set(
      k,
      subtract(add(multiply(get(clipped), constant(LOG2_E)), constant(ROUNDING)), constant(ROUNDING)),
    ),
    ...set(
      r,
      subtract(
        subtract(get(clipped), multiply(get(k), constant(LN2_HIGH))),
        multiply(get(k), constant(LN2_LOW)),
      ),
    ),
    ...set(sum, constant(TAYLOR[0]!)),
    ...TAYLOR.slice(1).flatMap((coefficient) =>
      set(sum, add(multiply(get(sum), get(r)), constant(coefficient))),
    ),
    ...store(get(address), divide(get(a), add(constant(1), multiply(get(sum), powerOfTwo(get(k)))))),
    ...advance(address, integer(16)),
  ]);
  return { name: "silu", parameters: 2, integers: 1, vectors: 5, body };
}
