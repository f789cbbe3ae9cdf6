// `npm run docs:data-model`: writes docs/data-model.md from a database that is prepared for it and dropped again.
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { dropDatabase, prepareDatabase } from "@interlude/infra-postgres";
import { REPOSITORY } from "../deployment/home.js";
import { openNamespace } from "../deployment/namespace.js";
import { withServers } from "../deployment/servers.js";
import { createOutput } from "../output.js";
import { dataModelPage } from "./data-model.js";

await withServers(createOutput(false), async (addresses) => {
  const namespace = openNamespace(`docs${randomBytes(4).toString("hex")}`, addresses);
  await prepareDatabase(namespace.administration);
  const database = namespace.openDatabase();
  try {
    writeFileSync(join(REPOSITORY, "docs/data-model.md"), await dataModelPage(database));
  } finally {
    await database.close();
    await dropDatabase(namespace.administration);
  }
});
