import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import kafkajs from "kafkajs";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

// Rows of text shrink to a quarter at the fastest level, and hardly further at others.
const PARAMS = { [constants.ZSTD_c_compressionLevel]: 1 };
const RATIO = 4;

/** A batch of ours is below a megabyte before it is compressed; what swells past this is none. */
const MAX_BATCH_BYTES = 64 * 1024 * 1024;

/** Gives kafkajs, which has none of its own, zstd by Node's zlib, off the main thread. */
export function provideZstd(): void {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
    compress: ({ buffer }: { readonly buffer: Buffer }) =>
      compress(buffer, { params: PARAMS, chunkSize: chunkSize(buffer.length) }),
    decompress: (bytes: Buffer) =>
      decompress(bytes, { chunkSize: chunkSize(RATIO * bytes.length), maxOutputLength: MAX_BATCH_BYTES }),
  });
}

/**
 * zlib hands its output over in pieces of this size and comes back to the main thread for each, so large pieces suit
 * large batches. It allocates one beforehand, which the collector counts, so they do not suit the small ones of packets.
 */
function chunkSize(expectedBytes: number): number {
  return Math.min(512 * 1024, Math.max(16 * 1024, expectedBytes));
}
