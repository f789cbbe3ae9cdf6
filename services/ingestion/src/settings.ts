import { isDay } from "@interlude/core-popularity";
import { Setting, type SettingsOf, flag, list, oneOf, text, url } from "@interlude/infra-runtime/settings";
import { MAX_REAPPLIED, reapplyList } from "./replication/reapplied-packets.js";

/** What ingestion is told by its environment beside what every service is. */
export const settings = {
  source: text({
    variable: "INGESTION_SOURCE",
    description: "Folder of dumps, packets and feature files. Without it, ingestion has nothing to do.",
    default: null,
  }),
  mode: oneOf({
    variable: "INGESTION_MODE",
    description:
      "`follow` waits for what comes next; `once` ends when everything in the folder is published.",
    words: ["follow", "once"],
    default: "follow",
  }),
  only: oneOf({
    variable: "INGESTION_ONLY",
    description: "Which of the folder's files count.",
    words: ["all", "dump", "packets"],
    default: "all",
  }),
  strict: flag({
    variable: "INGESTION_STRICT",
    description:
      "Stop at the first row, value or file that cannot be taken in as it is, instead of setting it aside.",
    default: false,
  }),
  tables: list({
    variable: "INGESTION_TABLES",
    description:
      "MusicBrainz tables whose rows are sent, names with commas between. Unset, all that have a topic.",
    default: null,
  }),
  releaseDates: flag({
    variable: "INGESTION_RELEASE_DATES",
    description:
      "Off leaves out the tables that only the date of a recording's first release needs: most of a dump.",
    default: true,
  }),
  reapply: new Setting({
    variable: "INGESTION_FORCE_PACKETS",
    description: "Packets to apply again although they were applied, once each time the process starts.",
    rule: `the number of a packet, or of two as in 162718-162724, at most ${MAX_REAPPLIED} of them`,
    default: [],
    parse: reapplyList,
  }),
  feed: {
    url: url({
      variable: "INGESTION_PACKET_URL",
      description:
        "Where packets are fetched that are not in the folder, as in `https://metabrainz.org/api/musicbrainz`. It must be https if there is a token.",
      protocols: ["https:", "http:"],
      default: null,
    }),
    tokenFile: text({
      variable: "INGESTION_TOKEN_FILE",
      description: "File with the token for that address; it may be replaced while the service runs.",
      default: null,
    }),
    token: text({
      variable: "METABRAINZ_TOKEN",
      description: "The token itself, 40 letters and digits, if there is no file.",
      default: null,
      secret: true,
    }),
  },
  keyring: text({
    variable: "INGESTION_KEYRING",
    description:
      "File of armoured public keys that packets and dumps must be signed with. Unset, signatures are not checked.",
    default: null,
  }),
  popularityAsOf: new Setting({
    variable: "INGESTION_POPULARITY_AS_OF",
    description: "Day of popularity snapshots that do not say theirs. Unset, the day each was last written.",
    rule: "a day YYYY-MM-DD",
    default: null,
    parse: (day) => (isDay(day) ? day : undefined),
  }),
};

export type IngestionSettings = SettingsOf<typeof settings>;
