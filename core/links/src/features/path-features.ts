import type { PairColumns } from "../pairs/pair-columns.js";
import type { LinkFeature } from "./link-feature.js";
import { roundTo } from "./rounding.js";

/** Features of the paths between the two beside those over one artist. */
export const PATH_FEATURES = [
  {
    name: "threeStepPaths",
    label: "Paths of length three",
    definition: "Σ 1/√(degree(u) · degree(v)) over the paths a–u–v–b, to three decimals",
    unit: "none",
    source: "Kovács et al. 2019 (L3); local paths: Lü, Jin & Zhou 2009",
    values: (pairs, _world, out) => {
      for (let i = 0; i < pairs.count; i += 1) out[i] = roundTo(pairs.threeStepPaths[i]!, 1e3);
    },
    transform: "logShare",
    nonNegative: true,
    fitted: true,
    parts: 1e3,
    walk: "threeStepPaths",
    reason: (sum) =>
      `collaborators of the two recorded with each other (paths of length three: ${sum.toFixed(2)})`,
  },
  {
    name: "threeStepSimilarity",
    label: "Paths of length three, for their ends",
    definition: "the sum over paths of length three / √(degree(a) · degree(b)), to four decimals",
    unit: "none",
    source: "Kovács et al. 2019, normalised as Salton's cosine",
    values: ({ count, degrees, otherDegrees, threeStepPaths }, _world, out) => {
      for (let i = 0; i < count; i += 1) {
        const scale = Math.sqrt(degrees[i]! * otherDegrees[i]!);
        out[i] = scale === 0 ? 0 : roundTo(threeStepPaths[i]! / scale, 1e4);
      }
    },
    transform: "none",
    nonNegative: true,
    fitted: true,
    parts: 1e4,
    walk: "threeStepPaths",
    reason: (sum) => `${sum.toFixed(3)} paths of length three for each collaborator that the two have`,
  },
  {
    name: "shortestPath",
    label: "Shortest path",
    definition: "length of the shortest path, 4 for longer ones and for none",
    unit: "steps",
    source: "Liben-Nowell & Kleinberg 2007",
    values: (pairs, _world, out) => {
      for (let i = 0; i < pairs.count; i += 1) out[i] = distance(pairs, i);
    },
    transform: "none",
    nonNegative: false,
    // The two indicators below say the same without taking the steps as equally long.
    fitted: false,
    walk: "threeStepPaths",
    reason: (steps) => (steps < 4 ? `${steps} steps apart` : "four steps apart or more"),
  },
  {
    name: "threeSteps",
    label: "Distance three",
    definition: "1 if the shortest path has length three, else 0",
    unit: "none",
    source: "shortest path length, capped at four: one of two indicators",
    values: (pairs, _world, out) => {
      for (let i = 0; i < pairs.count; i += 1) out[i] = distance(pairs, i) === 3 ? 1 : 0;
    },
    transform: "none",
    nonNegative: false,
    fitted: true,
    isApart: true,
    reason: (is) => (is === 1 ? "three steps apart" : "not three steps apart"),
  },
  {
    name: "fourStepsOrMore",
    label: "Distance four or more",
    definition: "1 if the shortest path is longer than three or there is none, else 0",
    unit: "none",
    source: "shortest path length, capped at four: one of two indicators",
    values: (pairs, _world, out) => {
      for (let i = 0; i < pairs.count; i += 1) out[i] = distance(pairs, i) === 4 ? 1 : 0;
    },
    transform: "none",
    nonNegative: false,
    fitted: true,
    isApart: true,
    reason: (is) => (is === 1 ? "four steps apart or more" : "at most three steps apart"),
  },
  {
    name: "attachmentApart",
    label: "Preferential attachment without shared collaborators",
    definition: "ln(1 + degree(a) · degree(b)) if the two have no common neighbour, else 0",
    unit: "none",
    source: "interaction of preferential attachment and distance",
    values: ({ count, degrees, otherDegrees, commonNeighbours }, _world, out) => {
      for (let i = 0; i < count; i += 1) {
        out[i] = commonNeighbours[i] === 0 ? Math.log1p(degrees[i]! * otherDegrees[i]!) : 0;
      }
    },
    transform: "none",
    nonNegative: false,
    fitted: true,
    isApart: true,
    reason: () => "how much their numbers of collaborators say where none is shared",
  },
  {
    name: "degreeSumApart",
    label: "Sum of degrees without shared collaborators",
    definition: "ln(1 + degree(a) + degree(b)) if the two have no common neighbour, else 0",
    unit: "none",
    source: "interaction of the sum of degrees and distance",
    values: ({ count, degrees, otherDegrees, commonNeighbours }, _world, out) => {
      for (let i = 0; i < count; i += 1) {
        out[i] = commonNeighbours[i] === 0 ? Math.log1p(degrees[i]! + otherDegrees[i]!) : 0;
      }
    },
    transform: "none",
    nonNegative: false,
    fitted: true,
    isApart: true,
    reason: () => "how much their number of collaborators together says where none is shared",
  },
] as const satisfies readonly LinkFeature[];

/** Length of the shortest path of a pair, 2 to 4; the paths of length three must have been added up if it is not 2. */
function distance({ commonNeighbours, threeStepPaths }: PairColumns, index: number): number {
  if (commonNeighbours[index]! > 0) return 2;
  return threeStepPaths[index]! > 0 ? 3 : 4;
}
