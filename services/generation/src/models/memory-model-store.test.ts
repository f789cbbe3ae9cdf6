import { MemoryModelStore } from "./testing/memory-model-store.js";
import { modelStoreContract } from "./testing/model-store-contract.js";

modelStoreContract("in memory", async () => {
  const store = new MemoryModelStore();
  return { store, damage: async (hash, content) => store.damage(hash, content) };
});
