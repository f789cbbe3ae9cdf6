import { promisify } from "node:util";
import { constants, zstdCompress, zstdDecompress } from "node:zlib";
import kafkajs from "kafkajs";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** The fastest level: rows of text shrink to a quarter at it, and hardly further at others. */
const LEVEL = { params: { [constants.ZSTD_c_compressionLevel]: 1 } };

/** A batch of ours is below a megabyte before it is compressed; what swells past this is none. */
const MAX_BATCH_BYTES = 64 * 1024 * 1024;

/** Gives kafkajs, which has none of its own, zstd by Node's zlib, off the main thread. */
export function provideZstd(): void {
  kafkajs.CompressionCodecs[kafkajs.CompressionTypes.ZSTD] = () => ({
    compress: (encoder: { readonly buffer: Buffer }) => compress(encoder.buffer, LEVEL),
    decompress: (bytes: Buffer) => decompress(bytes, { maxOutputLength: MAX_BATCH_BYTES }),
  });
}
