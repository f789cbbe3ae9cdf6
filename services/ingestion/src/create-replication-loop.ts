import { OpenPgpSignatures } from "@interlude/infra-archives";
import type { Logger } from "@interlude/infra-runtime";
import type { Codec, EventLog } from "@interlude/stage";
import type { IngestionConfiguration } from "./configuration.js";
import type { EpochStore } from "./history/epoch.js";
import type { DeadLetterStore } from "./dead-letters/dead-letter.js";
import { MetaBrainzFeed } from "./metabrainz/metabrainz-feed.js";
import { EpochNumbers } from "./replication/epoch-numbers.js";
import { EpochOpener } from "./replication/epoch-opener.js";
import { EpochRunner } from "./replication/epoch-runner.js";
import { ReplicationLoop } from "./replication/replication-loop.js";
import { FeatureSources } from "./sources/feature-sources.js";
import { SourceFolder } from "./sources/source-folder.js";
import type { StatusReport } from "./status/status-report.js";
import type { StreamAppender } from "./writer/stream-appender.js";

/** What the replication loop works with. */
interface ReplicationParts {
  readonly configuration: IngestionConfiguration;
  readonly log: EventLog;
  readonly codec: Codec;
  readonly appender: StreamAppender;
  readonly store: EpochStore;
  readonly letters: DeadLetterStore;
  readonly report: StatusReport;
  readonly logger: Logger;
}

/**
 * The replication loop as it is configured; null without a source.
 * @throws ArchiveError `KEYRING_UNUSABLE`
 */
export async function createReplicationLoop(parts: ReplicationParts): Promise<ReplicationLoop | null> {
  const { configuration, log, codec, appender, store, letters, report, logger } = parts;
  const {
    source,
    mode,
    only,
    strict,
    tables,
    reapply,
    packets,
    keyring,
    popularityAsOf: asOf,
  } = configuration;
  if (source === null) return null;
  const now = Date.now;
  const signatures = keyring === null ? null : await OpenPgpSignatures.load(keyring);
  const features = FeatureSources.all({ asOf, warn: (message) => logger.warn(message) });
  const folder = new SourceFolder(source, only, features);
  const feed =
    packets === null || only === "dump"
      ? null
      : new MetaBrainzFeed({ ...packets, folder: source, signatures });
  const opener = new EpochOpener({
    folder,
    store,
    letters,
    tables,
    signatures,
    onReading: (file) => report.readingFile(file),
    onVerified: (bytes, totalBytes) => report.verifying(bytes, totalBytes),
  });
  const numbers = new EpochNumbers({ log, codec, store });
  const runner = new EpochRunner({
    opener,
    store,
    numbers,
    appender,
    letters,
    log,
    codec,
    now,
    strict,
    onSent: (topic, rows) => report.sent(topic, rows),
    onDeadLetter: (code) => report.deadLetter(code),
  });
  return new ReplicationLoop({
    tables,
    folder,
    store,
    numbers,
    appender,
    runner,
    report,
    feed,
    reapply,
    mode,
    strict,
    now,
  });
}
