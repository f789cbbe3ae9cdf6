import { describeStageStore } from "../conformance/stage-store-contract.js";
import { MemoryStageStore } from "./memory-stage-store.js";

describeStageStore("memory stage store", async () => ({
  store: new MemoryStageStore({}),
  dispose: async () => {},
}));
