import { SERVICES } from "@interlude/contracts";
import type { Database } from "@interlude/infra-postgres";
import { REFERENCES } from "@interlude/service-normalization/checks";
import { readSchema } from "./read-data-model.js";
import { renderDataModel } from "./render-data-model.js";

/** The page on the data model, of a database that has been prepared; `database` must see all schemas. */
export async function dataModelPage(database: Database): Promise<string> {
  const schemas = [];
  for (const service of SERVICES) schemas.push(await readSchema(database, service));
  return renderDataModel(schemas, REFERENCES);
}
