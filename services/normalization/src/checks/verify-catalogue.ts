import type { CatalogArtist, CatalogCollaboration, CatalogTrack } from "@interlude/contracts";
import type { Collaborations } from "@interlude/core-musicbrainz";
import { type CheckResult, canonical, compare } from "@interlude/infra-checks";
import type { Database } from "@interlude/infra-postgres";
import { verifyDerivedTables } from "./derived-tables.js";
import { storedArtists, storedTracks } from "./stored-catalogue.js";
import { verifyCollaborations } from "./verify-collaborations.js";

/**
 * What normalization keeps against a derivation of everything, what it published against what it keeps, and
 * collaborations against `expected`, which was computed by other code.
 */
export async function verifyCatalogue(
  operator: Database,
  expected: Collaborations["pairs"],
  published: {
    readonly artists: ReadonlyMap<string, CatalogArtist>;
    readonly tracks: ReadonlyMap<string, CatalogTrack>;
    readonly collaborations: ReadonlyMap<string, CatalogCollaboration>;
  },
): Promise<CheckResult[]> {
  const { artists, tracks, collaborations } = published;
  return [
    ...(await operator.transactionOnce(verifyDerivedTables)),
    compare(
      "artists on the topic",
      await canonicalBy(storedArtists(operator), "artist"),
      canonicalAll(artists),
    ),
    compare(
      "tracks on the topic",
      await canonicalBy(storedTracks(operator), "recording"),
      canonicalAll(tracks),
    ),
    ...(await verifyCollaborations(operator, expected, collaborations)),
  ];
}

async function canonicalBy<Key extends string, Value extends { readonly [key in Key]: string }>(
  values: AsyncIterable<Value>,
  key: Key,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const value of values) texts.set(value[key], canonical(value));
  return texts;
}

function canonicalAll(values: ReadonlyMap<string, unknown>): Map<string, string> {
  return new Map([...values].map(([key, value]) => [key, canonical(value)]));
}
