import type { CatalogArtist, CatalogTrack } from "@interlude/contracts";
import type { Database } from "@interlude/infra-postgres";
import { storedArtists, storedTracks, verifyDerivedTables } from "@interlude/service-normalization";
import { type Finding, compare } from "./finding.js";
import { canonical } from "./canonical.js";

/** What normalization keeps against a derivation of everything, and what it published against what it keeps. */
export async function verifyCatalogue(
  database: Database,
  artists: ReadonlyMap<string, CatalogArtist>,
  tracks: ReadonlyMap<string, CatalogTrack>,
): Promise<Finding[]> {
  const derived = await database.transactionOnce(verifyDerivedTables);
  return [
    ...derived.map(({ table, ...found }) => ({ name: `${table} derived again`, ...found })),
    compare("artists on the topic", await texts(storedArtists(database), "artist"), canonicalAll(artists)),
    compare("tracks on the topic", await texts(storedTracks(database), "recording"), canonicalAll(tracks)),
  ];
}

async function texts<Key extends string, Value extends { readonly [key in Key]: string }>(
  values: AsyncIterable<Value>,
  key: Key,
): Promise<Map<string, string>> {
  const described = new Map<string, string>();
  for await (const value of values) described.set(value[key], canonical(value));
  return described;
}

function canonicalAll(values: ReadonlyMap<string, unknown>): Map<string, string> {
  return new Map([...values].map(([key, value]) => [key, canonical(value)]));
}
