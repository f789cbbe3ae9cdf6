import { parentPort, workerData } from "node:worker_threads";
import { type EmbeddingWork, doEmbeddingWork } from "@interlude/core-graph";

parentPort!.postMessage(doEmbeddingWork(workerData as EmbeddingWork), []);
