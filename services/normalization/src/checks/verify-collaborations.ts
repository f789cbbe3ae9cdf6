import { type CatalogCollaboration, pairKey } from "@interlude/contracts";
import type { Collaborations } from "@interlude/core-musicbrainz";
import { type CheckResult, type Queries, compare } from "@interlude/infra-checks";
import { type StoredCollaboration, storedCollaborations } from "./stored-catalogue.js";

type CollaborationSource = AsyncIterable<StoredCollaboration> | Iterable<StoredCollaboration>;

/** The expected collaborations against the table and the topic. */
export async function verifyCollaborations(
  operator: Queries,
  expected: Collaborations["pairs"],
  published: ReadonlyMap<string, CatalogCollaboration>,
): Promise<CheckResult[]> {
  const weights = new Map([...expected].map(([pair, collaboration]) => [pair, weightOf(collaboration)]));
  const stored = (): CollaborationSource => storedCollaborations(operator);
  return [
    compare("collaborations in the store", weights, await textByPair(stored(), weightOf)),
    compare("collaborations on the topic", weights, await textByPair(published.values(), weightOf)),
    compare(
      "kinds of collaborations on the topic",
      await textByPair(stored(), kindsOf),
      await textByPair(published.values(), kindsOf),
    ),
  ];
}

const weightOf = ({ weight, firstRecording }: { weight: number; firstRecording: number }): string =>
  `${weight} since ${firstRecording}`;
const kindsOf = ({ kinds }: StoredCollaboration): string => kinds.join(", ");

async function textByPair(
  collaborations: CollaborationSource,
  text: (collaboration: StoredCollaboration) => string,
): Promise<Map<string, string>> {
  const texts = new Map<string, string>();
  for await (const collaboration of collaborations) {
    texts.set(pairKey(collaboration.artistA, collaboration.artistB), text(collaboration));
  }
  return texts;
}
