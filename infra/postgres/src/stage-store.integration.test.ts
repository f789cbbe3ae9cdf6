import { describeStageStore } from "@interlude/stage/conformance";
import { Database } from "./database.js";
import { dropDatabase, prepareDatabase, serviceDatabaseUrl } from "./namespace-database.js";
import { PostgresStageStore } from "./stage-store.js";
import { testAdministration } from "./testing/administration.js";

describeStageStore("PostgreSQL stage store", async () => {
  const administration = testAdministration();
  await prepareDatabase(administration);
  const database = new Database({ url: serviceDatabaseUrl(administration, "graph"), application: "test" });
  return {
    store: new PostgresStageStore(database),
    deadLetters: () => database.query("select key, value from dead_letters order by id"),
    dispose: async () => {
      await database.close();
      await dropDatabase(administration);
    },
  };
});
