import { benchGraphPairs } from "./graph-pairs.js";

const [file, rounds] = process.argv.slice(2);
if (file === undefined) {
  process.stderr.write("usage: node bench/dist/graph-pairs.main.js EDGES_FILE [ROUNDS]\n");
  process.exitCode = 2;
} else {
  process.stdout.write(`${JSON.stringify(benchGraphPairs(file, Number(rounds ?? 5)), null, 2)}\n`);
}
