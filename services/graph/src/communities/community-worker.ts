import { parentPort, workerData } from "node:worker_threads";
import { type SharedGraph, findCommunities } from "@interlude/core-graph";

const found = findCommunities(workerData as SharedGraph);
parentPort!.postMessage(found, [found.buffer as ArrayBuffer]);
