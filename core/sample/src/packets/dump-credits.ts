import type { Row } from "@interlude/core-musicbrainz";
import { dumpCreditRow, specialCredit } from "../dump/tables.js";
import { CreditMap, type CreditPart, FORMS, indexOfId } from "../world/credits.js";
import type { RecordingCredit } from "../world/recordings.js";
import type { World } from "../world/world.js";

interface DumpCredit {
  readonly row: Row;
  readonly parts: readonly CreditPart[];
}

/** The credit of recording `index` of the dump. */
export function creditOfRecording(world: World, index: number): RecordingCredit {
  return world.recordings.credit(index);
}

/** The row and contents of a credit of the dump. */
export function creditOfDump(world: World, credit: RecordingCredit): DumpCredit {
  const used =
    credit.kind === "special"
      ? specialCredit(world, credit.id)
      : {
          id: credit.id,
          parts: world.credits.parts(credit.lead, credit.form),
          uses: world.tally.usesOf(credit.lead, credit.form),
        };
  return { row: dumpCreditRow(world.size.seed, used), parts: used.parts };
}

/** The credit of the dump with these contents, or null: it could only be one that its first artist leads. */
export function findCreditOfDump(world: World, parts: readonly CreditPart[]): DumpCredit | null {
  const lead = indexOfId(parts[0]!.artist);
  if (lead < 0 || lead >= world.size.artists) return null;
  for (let form = 0; form < FORMS; form++) {
    if (world.tally.usesOf(lead, form) === 0) continue;
    if (!sameParts(world.credits.parts(lead, form), parts)) continue;
    return creditOfDump(world, { kind: "led", id: CreditMap.id(lead, form), lead, form });
  }
  return null;
}

function sameParts(one: readonly CreditPart[], other: readonly CreditPart[]): boolean {
  return (
    one.length === other.length &&
    one.every((part, at) => {
      const { artist, name, joinPhrase } = other[at]!;
      return part.artist === artist && part.name === name && part.joinPhrase === joinPhrase;
    })
  );
}
