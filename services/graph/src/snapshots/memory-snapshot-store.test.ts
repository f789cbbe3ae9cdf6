import { MemorySnapshotStore } from "../testing/memory-snapshot-store.js";
import { snapshotStoreContract } from "../testing/snapshot-store-contract.js";

snapshotStoreContract("memory", async () => {
  const store = new MemorySnapshotStore();
  return { store, reopen: () => store };
});
