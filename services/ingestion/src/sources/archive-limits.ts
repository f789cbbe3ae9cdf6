import type { ArchiveLimits } from "@interlude/infra-archives";

const GIB = 1024 ** 3;

/** A full dump is about 40 GiB unpacked and grows by a fifth a year; text packs four- to twentyfold. */
export const DUMP_LIMITS: ArchiveLimits = { totalBytes: 512 * GIB, ratio: 250 };
/** Packets are held in memory whole; the largest known are some tens of megabytes. */
export const PACKET_LIMITS: ArchiveLimits = { totalBytes: GIB / 2, ratio: 250 };
