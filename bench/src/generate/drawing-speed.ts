import { type Matrix, rowOf, zeros } from "@interlude/core-numerics";
import { type ConditionalNetwork, drawScores, keyedRandom, priorOf } from "@interlude/core-tracks";
import { madeUpNetwork } from "@interlude/core-tracks/testing";
import { fastest } from "../graph/latencies.js";
import type { GenerateSizes } from "./report.js";

/** How fast vectors are drawn, on one thread, as they are served. */
export interface DrawingSpeed {
  readonly hidden: number;
  readonly vectorsPerSecond: number;
  readonly vectorsPerCpuSecond: number;
  /** Σ of the drawn scores: must never change with the same sizes. */
  readonly sum: number;
  /** Time for the candidates of one packet: prior, noise of each key's own and draws, 1,000 pairs × 5. */
  readonly packetMilliseconds: number;
}

const VECTORS = 20_000;
const PACKET = { pairs: 1000, samples: 5 } as const;

/** Draws from a network of these sizes with random weights: the numbers in it do not matter. */
export function measureDrawing(sizes: GenerateSizes, hidden: number, rounds: number): DrawingSpeed {
  const network = madeUpNetwork({ ...sizes, hidden });
  const random = keyedRandom("bench generate drawing");
  const normal = (rows: number, columns: number): Matrix => {
    const matrix = zeros(rows, columns);
    for (let i = 0; i < matrix.values.length; i++) matrix.values[i] = random.normal();
    return matrix;
  };
  const latents = normal(VECTORS, sizes.latent);
  const conditions = normal(VECTORS, sizes.condition);
  const noise = normal(VECTORS, sizes.features);
  let cpuSeconds = Infinity;
  const { seconds, result } = fastest(rounds, () => {
    const before = process.cpuUsage();
    const { values } = drawScores(network, latents, conditions, noise);
    const { user, system } = process.cpuUsage(before);
    cpuSeconds = Math.min(cpuSeconds, (user + system) / 1e6);
    return values.reduce((sum, value) => sum + value, 0);
  });
  const packet = fastest(rounds, () => drawPacket(network, conditions));
  return {
    hidden,
    vectorsPerSecond: Math.round(VECTORS / seconds),
    vectorsPerCpuSecond: Math.round(VECTORS / cpuSeconds),
    sum: result,
    packetMilliseconds: 1000 * packet.seconds,
  };
}

/** The draws of a packet's candidates, each from the stream of its own key. */
function drawPacket(network: ConditionalNetwork, pairs: Matrix): Matrix {
  const rows = PACKET.pairs * PACKET.samples;
  const conditions = zeros(rows, network.condition);
  const latents = zeros(rows, network.latent);
  const noise = zeros(rows, network.features);
  for (let row = 0; row < rows; row++) {
    rowOf(conditions, row).set(rowOf(pairs, Math.floor(row / PACKET.samples)));
  }
  const { mean, logVariance } = priorOf(network, conditions);
  for (let row = 0; row < rows; row++) {
    const random = keyedRandom(`pair ${Math.floor(row / PACKET.samples)}#${row % PACKET.samples}`);
    const z = rowOf(latents, row);
    for (let d = 0; d < z.length; d++) {
      z[d] = rowOf(mean, row)[d]! + Math.exp(rowOf(logVariance, row)[d]! / 2) * random.normal();
    }
    const e = rowOf(noise, row);
    for (let f = 0; f < e.length; f++) e[f] = random.normal();
  }
  return drawScores(network, latents, conditions, noise);
}
