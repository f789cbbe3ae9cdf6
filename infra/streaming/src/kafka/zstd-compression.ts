import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import kafkajs from "kafkajs";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

const OPTIONS = {
  // Rows of text shrink to a quarter at the fastest level, and hardly further at others.
  params: { [constants.ZSTD_c_compressionLevel]: 1 },
  // zlib hands its output over in pieces of this size, and comes back to the main thread for each.
  chunkSize: 512 * 1024,
};

/** A batch of ours is below a megabyte before it is compressed; what swells past this is none. */
const MAX_BATCH_BYTES = 64 * 1024 * 1024;

/** Gives kafkajs, which has none of its own, zstd by Node's zlib, off the main thread. */
export function provideZstd(): void {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
    compress: (encoder: { readonly buffer: Buffer }) => compress(encoder.buffer, OPTIONS),
    decompress: (bytes: Buffer) =>
      decompress(bytes, { chunkSize: OPTIONS.chunkSize, maxOutputLength: MAX_BATCH_BYTES }),
  });
}
