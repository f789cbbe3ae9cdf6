import { fileURLToPath } from "node:url";
import { findFirstProgram } from "@interlude/infra-archives";
import { ProgramError, runProgram } from "../processes/program.js";
import type { PairTotal } from "./pair-total.js";
import { type PairSpeed, checkSame, speedOf } from "./pairs.js";

/** The same pairs and features of the same file in Python; null for a library that is not installed. */
export interface PeersMeasurement {
  readonly scipy: (PairSpeed & { readonly version: string }) | null;
  readonly networkx: (PairSpeed & { readonly version: string }) | null;
}

type PeersOutput = Record<"scipy" | "networkx", (PairTotal & { seconds: number; version: string }) | null>;

/**
 * Runs the peers on an edge list; `onNotice` gets what was skipped and why.
 * @throws Error if one of them finds other pairs
 */
export async function measurePeers(
  file: string | null,
  ours: PairTotal,
  rounds: number,
  onNotice: (line: string) => void,
): Promise<PeersMeasurement> {
  const python = findFirstProgram(["python3", "python"]);
  if (file === null || python === null) {
    onNotice(
      file === null
        ? "peers left out: they read edge lists, and this graph is generated"
        : "peers left out: there is no Python here",
    );
    return { scipy: null, networkx: null };
  }
  const script = fileURLToPath(new URL("../../peers/graph_peers.py", import.meta.url));
  const output = await runProgram(python, [script, file, String(rounds)]).then(
    ({ stdout }) => JSON.parse(stdout) as PeersOutput,
    (error: unknown) => {
      if (!(error instanceof ProgramError)) throw error;
      onNotice(`peers left out: ${error.message}`);
      return { scipy: null, networkx: null };
    },
  );
  const speed = (name: "scipy" | "networkx"): PeersMeasurement["scipy"] => {
    const found = output[name];
    if (found === null) {
      onNotice(`${name} left out: ${python} does not have it`);
      return null;
    }
    checkSame(ours, found, name);
    return { version: found.version, ...speedOf(found, found.seconds) };
  };
  return { scipy: speed("scipy"), networkx: speed("networkx") };
}
