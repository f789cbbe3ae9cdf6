import type { PairColumns } from "../pairs/pair-columns.js";
import type { LinkFeature, NameOf } from "./link-feature.js";
import { roundTo } from "./rounding.js";

/** Features of the artists that both recorded with. */
export const NEIGHBOURHOOD_FEATURES = [
  {
    name: "commonNeighbours",
    label: "Shared collaborators",
    definition: "|N(a) ∩ N(b)|",
    unit: "artists",
    source: "Newman 2001",
    values: (pairs, _world, out) => {
      for (let i = 0; i < pairs.count; i += 1) out[i] = pairs.commonNeighbours[i]!;
    },
    transform: "log1p",
    nonNegative: true,
    fitted: true,
    parts: 1,
    alwaysPublished: true,
    reason: (count, { sharedNeighbours }, nameOf) => sharedCollaborators(count, sharedNeighbours, nameOf),
  },
  {
    name: "adamicAdar",
    label: "Adamic–Adar",
    definition: "Σ 1/ln(degree(u)) over the common neighbours u, to two decimals",
    unit: "none",
    source: "Adamic & Adar 2003",
    values: (pairs, _world, out) => {
      for (let i = 0; i < pairs.count; i += 1) out[i] = roundTo(pairs.adamicAdar[i]!, 100);
    },
    transform: "log1p",
    nonNegative: true,
    fitted: true,
    parts: 100,
    alwaysPublished: true,
    reason: (sum) =>
      `an Adamic–Adar score of ${sum.toFixed(2)}: shared collaborators who work with few others count most`,
  },
  {
    name: "resourceAllocation",
    label: "Resource allocation",
    definition: "Σ 1/degree(u) over the common neighbours u, to five decimals",
    unit: "none",
    source: "Zhou, Lü & Zhang 2009",
    values: allocation,
    transform: "logShare",
    nonNegative: true,
    fitted: true,
    parts: 1e5,
    reason: (sum) =>
      `a resource allocation of ${sum.toFixed(3)}: what each would get of a unit that the other hands on through shared collaborators`,
  },
  {
    name: "resourceAllocationPlain",
    label: "Resource allocation, plain",
    definition: "the same sum as it is: it tells high sums apart where the logarithm tells low ones",
    unit: "none",
    source: "Zhou, Lü & Zhang 2009",
    values: allocation,
    transform: "none",
    nonNegative: true,
    fitted: true,
    parts: 1e5,
    reason: (sum) => `the same sum, ${sum.toFixed(3)}, not as a logarithm: high ones count for more`,
  },
  {
    name: "localCommunity",
    label: "Links among shared collaborators",
    definition:
      "Σ (how many other common neighbours u is joined to) / degree(u) over the common neighbours u, to five decimals",
    unit: "none",
    source: "Cannistraci, Alanis-Lobato & Ravasi 2013 (CAR-based resource allocation)",
    values: (pairs, _world, out) => {
      for (let i = 0; i < pairs.count; i += 1) out[i] = roundTo(pairs.amongCommon[i]!, 1e5);
    },
    transform: "none",
    nonNegative: true,
    fitted: true,
    parts: 1e5,
    walk: "amongCommon",
    reason: (sum) =>
      sum === 0
        ? "no two shared collaborators recorded with each other"
        : `shared collaborators recorded with each other, too (${sum.toFixed(3)})`,
  },
  {
    name: "jaccard",
    label: "Jaccard",
    definition: "|N(a) ∩ N(b)| / |N(a) ∪ N(b)|",
    unit: "share",
    source: "Jaccard 1901",
    values: (pairs, _world, out) => {
      for (let i = 0; i < pairs.count; i += 1) {
        const common = pairs.commonNeighbours[i]!;
        const all = pairs.degrees[i]! + pairs.otherDegrees[i]! - common;
        out[i] = all === 0 ? 0 : common / all;
      }
    },
    transform: "sqrt",
    nonNegative: true,
    fitted: true,
    reason: (share) => `${(100 * share).toFixed(1)}% of all their collaborators are shared`,
  },
] as const satisfies readonly LinkFeature[];

function allocation(pairs: PairColumns, _world: unknown, out: Float64Array): void {
  for (let i = 0; i < pairs.count; i += 1) out[i] = roundTo(pairs.resourceAllocation[i]!, 1e5);
}

function sharedCollaborators(count: number, mbids: readonly string[], nameOf: NameOf): string {
  if (count === 0) return "no shared collaborators";
  const names = mbids.map((mbid) => nameOf(mbid) || mbid);
  const listed = names.length > 1 ? `${names.slice(0, -1).join(", ")} and ${names.at(-1)}` : names.join("");
  if (count === 1) return `1 shared collaborator, ${listed}`;
  return `${count} shared collaborators, ${count > names.length ? "among them " : ""}${listed}`;
}
