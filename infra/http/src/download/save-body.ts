import { open } from "node:fs/promises";

/** A body that is longer than it may be. */
export class BodyTooLargeError extends Error {
  override readonly name = "BodyTooLargeError";
  readonly code = "BODY_TOO_LARGE";
}

interface SaveOptions {
  /** Bytes that the file may have at most, with what it has already. */
  readonly maxBytes: number;
  /** Bytes that are there already and are kept; 0 begins anew. */
  readonly from: number;
  /** Called with each piece before it is written. */
  readonly onPiece?: (piece: Uint8Array) => void;
}

/**
 * Writes a body to a file as it comes and syncs it; if the body is cut off, the file keeps what came.
 * @returns the file's bytes
 * @throws BodyTooLargeError; what the body or the file system throws
 */
export async function saveBody(
  body: AsyncIterable<Uint8Array>,
  path: string,
  { maxBytes, from, onPiece }: SaveOptions,
): Promise<number> {
  const file = await open(path, from === 0 ? "w" : "a");
  let bytes = from;
  try {
    for await (const piece of body) {
      bytes += piece.length;
      if (bytes > maxBytes) throw new BodyTooLargeError(`it has more than ${maxBytes} bytes`);
      onPiece?.(piece);
      await file.writeFile(piece);
    }
    await file.sync();
    return bytes;
  } finally {
    await file.close();
  }
}

/**
 * A small body as text.
 * @throws BodyTooLargeError; what the body throws
 */
export async function bodyText(body: AsyncIterable<Uint8Array>, maxBytes: number): Promise<string> {
  const pieces: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of body) {
    bytes += piece.length;
    if (bytes > maxBytes) throw new BodyTooLargeError(`it has more than ${maxBytes} bytes`);
    pieces.push(piece);
  }
  return Buffer.concat(pieces).toString("utf8");
}
