const UTF8_BOM = Buffer.from("\ufeff");
/** What can be told from: a byte order mark, or the zero bytes that ASCII has in UTF-16. */
const HEAD_BYTES = 4;

/** A stream of text as UTF-8 without a byte order mark, be it UTF-8 or UTF-16; what is neither stays as it is. */
export async function* utf8Text(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head = Buffer.alloc(0);
  let decode: ((chunk: Buffer) => Buffer) | null = null;
  for await (const chunk of bytes) {
    if (decode !== null) {
      yield decode(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD_BYTES) continue;
    decode = decoderOf(head);
    yield decode(head.subarray(markLength(head)));
  }
  if (decode === null && head.length > 0) yield decoderOf(head)(head.subarray(markLength(head)));
}

function decoderOf(head: Buffer): (chunk: Buffer) => Buffer {
  const encoding = utf16Of(head);
  if (encoding === null) return (chunk) => chunk;
  const decoder = new TextDecoder(encoding, { ignoreBOM: true });
  return (chunk) => Buffer.from(decoder.decode(chunk, { stream: true }));
}

function utf16Of(head: Buffer): "utf-16le" | "utf-16be" | null {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return "utf-16le";
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return "utf-16be";
  return null;
}

function markLength(head: Buffer): number {
  if (head.subarray(0, UTF8_BOM.length).equals(UTF8_BOM)) return UTF8_BOM.length;
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff) ? 2 : 0;
}
