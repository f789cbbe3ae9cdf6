import {
  type CatalogArtist,
  type CatalogCollaboration,
  type CatalogTrack,
  topics,
} from "@interlude/contracts";
import type { Collaborations } from "@interlude/core-musicbrainz";
import { type CheckResult, type Queries, canonical, compare } from "@interlude/infra-checks";
import type { DatabaseReads } from "@interlude/infra-postgres";
import { verifyDerivedTables } from "./derived-tables.js";
import { storedArtists, storedCollaborations, storedTracks } from "./stored-catalogue.js";
import { verifyCollaborations } from "./verify-collaborations.js";

/** The newest value of each key of the three topics of the catalogue. */
interface PublishedCatalogue {
  readonly artists: ReadonlyMap<string, CatalogArtist>;
  readonly tracks: ReadonlyMap<string, CatalogTrack>;
  readonly collaborations: ReadonlyMap<string, CatalogCollaboration>;
}

/**
 * What normalization keeps against a derivation of everything, what it published against what it keeps, and
 * collaborations against `expected`, which was computed by other code.
 */
export async function verifyCatalogue(
  operator: DatabaseReads,
  expected: Collaborations["pairs"],
  published: PublishedCatalogue,
): Promise<CheckResult[]> {
  return [
    ...(await operator.transactionOnce(verifyDerivedTables)),
    ...(await verifyArtistsAndTracks(operator, published)),
    ...(await verifyCollaborations(operator, expected, published.collaborations)),
  ];
}

/** What normalization published against what it keeps, whole records; nothing is derived again. */
export async function verifyCatalogueTopics(
  operator: Queries,
  published: PublishedCatalogue,
): Promise<CheckResult[]> {
  const stored = await canonicalBy(storedCollaborations(operator), topics.catalogCollaborations.keyOf);
  return [
    ...(await verifyArtistsAndTracks(operator, published)),
    compare("collaborations on the topic", stored, canonicalAll(published.collaborations)),
  ];
}

async function verifyArtistsAndTracks(
  operator: Queries,
  { artists, tracks }: Pick<PublishedCatalogue, "artists" | "tracks">,
): Promise<CheckResult[]> {
  const [storedArtist, storedTrack] = [storedArtists(operator), storedTracks(operator)];
  return [
    compare(
      "artists on the topic",
      await canonicalBy(storedArtist, topics.catalogArtists.keyOf),
      canonicalAll(artists),
    ),
    compare(
      "tracks on the topic",
      await canonicalBy(storedTrack, topics.catalogTracks.keyOf),
      canonicalAll(tracks),
    ),
  ];
}

async function canonicalBy<Value>(
  values: AsyncIterable<Value>,
  keyOf: (value: Value) => string,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const value of values) texts.set(keyOf(value), canonical(value));
  return texts;
}

function canonicalAll(values: ReadonlyMap<string, unknown>): Map<string, string> {
  return new Map([...values].map(([key, value]) => [key, canonical(value)]));
}
