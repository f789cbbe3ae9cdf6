export type { AcousticDocument } from "./acoustic/archive.js";
export { ACOUSTIC_ARCHIVE } from "./acoustic/archive.js";
export type { LowLevelArchive } from "./acoustic/low-level-tables.js";
export { type ArchiveMember, DUMP_SEQUENCE, SCHEMA_SEQUENCE } from "./dump/control.js";
export { SampleError, type SampleErrorCode } from "./errors.js";
export { Random, randomFor } from "./hash.js";
export type { SamplePacket } from "./packets/packets.js";
export { DEFAULT_SAMPLE, type SampleWorld, type SampleWorldOptions, sampleWorld } from "./sample-world.js";
