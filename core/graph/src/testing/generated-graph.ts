import { AdjacencyIndex } from "../adjacency/adjacency-index.js";
import { type GeneratedCollaborations, generateCollaborations } from "./generated-collaborations.js";
import { mix32 } from "@interlude/core-numerics";

/** For tests: a heavy-tailed graph of artists with random MBIDs. */
export function generatedGraph(options: GeneratedCollaborations): AdjacencyIndex {
  const graph = new AdjacencyIndex();
  const words = new Uint32Array(4);
  for (let artist = 0; artist < options.artists; artist += 1) {
    for (let i = 0; i < 4; i += 1) words[i] = mix32(options.seed + artist * 4 + i);
    graph.internWords(words, 0);
  }
  generateCollaborations(options, (a, b, recording) => {
    const weight = graph.weight(a, b);
    graph.setEdge(a, b, weight + 1, weight === 0 ? recording : graph.firstRecording(a, b));
    return weight === 0;
  });
  return graph;
}
