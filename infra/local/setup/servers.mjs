import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { run } from "./command.mjs";
import { fingerprint, local, publishFolder } from "./paths.mjs";

/**
 * A server that Maven fetches by coordinates, verifying every file against its published checksum. Its folder in the
 * cache is named after its pom.xml, so another version gets another folder.
 * @typedef {{ name: string, title: string, pom: string, folder: string }} Server
 */

/**
 * @param {string} cache
 * @returns {{ kafka: Server, registry: Server }}
 */
export function servers(cache) {
  const server = (name, title) => {
    const pom = join(local, name, "pom.xml");
    return { name, title, pom, folder: join(cache, `${name}-${fingerprint(readFileSync(pom, "utf8"))}`) };
  };
  return { kafka: server("kafka", "Apache Kafka"), registry: server("registry", "Apicurio Registry") };
}

/** @param {Server} server */
export function isFetched(server) {
  return existsSync(server.folder);
}

/**
 * Fetches a server into the cache, if it is not there yet.
 * @param {Server} server
 * @param {import("./progress.mjs").Progress} progress
 */
export async function fetchServer(server, progress) {
  if (isFetched(server)) return;
  await progress.step(`fetching ${server.title}`, () =>
    publishFolder(server.folder, async (partial) => {
      const output = `-Dinterlude.output=${partial}`;
      await run("mvn", ["-B", "-q", "--strict-checksums", "-f", server.pom, "process-resources", output], {
        failure: `${server.title} could not be fetched with Maven`,
      });
    }),
  );
}
