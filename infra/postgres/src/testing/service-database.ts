import type { ServiceName } from "@interlude/contracts";
import { afterAll, beforeAll } from "vitest";
import { Database } from "../database.js";
import {
  type Administration,
  dropDatabase,
  prepareDatabase,
  serviceDatabaseUrl,
} from "../namespace-database.js";
import { testAdministration } from "./administration.js";

/** The migrated database of a service for the tests of a file, which is dropped after them. */
export function testServiceDatabase(service: ServiceName): {
  readonly administration: Administration;
  readonly database: Database;
} {
  const administration = testAdministration();
  const database = new Database({ url: serviceDatabaseUrl(administration, service), application: "test" });
  beforeAll(() => prepareDatabase(administration));
  afterAll(async () => {
    await database.close();
    await dropDatabase(administration);
  });
  return { administration, database };
}
