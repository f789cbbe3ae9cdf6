import { describeStageStore } from "../conformance/stage-store.js";
import { MemoryStageStore } from "./memory-stage-store.js";

describeStageStore("memory stage store", async () => {
  const store = new MemoryStageStore({});
  return {
    store,
    deadLetters: async () => store.deadLetters.map(({ record }) => record),
    dispose: async () => {},
  };
});
