import { describeStageStore } from "../conformance/stage-store.js";
import { MemoryStageStore } from "./memory-stage-store.js";

describeStageStore("memory stage store", async () => ({
  store: new MemoryStageStore({}),
  dispose: async () => {},
}));
