const UTF8_BOM = Buffer.from("\ufeff");
/** What can be told from: a byte order mark, or the zero bytes that ASCII has in UTF-16. */
const HEAD_BYTES = 4;

type Decoder = InstanceType<typeof TextDecoder>;

/** A stream of text as UTF-8 without a byte order mark, be it UTF-8 or UTF-16; what is neither stays as it is. */
export async function* utf8Text(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  let decoder: Decoder | null = null;
  const decoded = (chunk: Buffer): Buffer =>
    decoder === null ? chunk : Buffer.from(decoder.decode(chunk, { stream: true }));
  for await (const chunk of bytes) {
    if (head === null) {
      yield decoded(chunk);
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < HEAD_BYTES) continue;
    decoder = decoderOf(head);
    yield decoded(head.subarray(markLength(head)));
    head = null;
  }
  if (head !== null) {
    decoder = decoderOf(head);
    yield decoded(head.subarray(markLength(head)));
  }
  // Half a character at the end becomes a replacement character.
  if (decoder !== null) yield Buffer.from(decoder.decode());
}

/** Null for text that is not UTF-16. */
function decoderOf(head: Buffer): Decoder | null {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) {
    return new TextDecoder("utf-16le", { ignoreBOM: true });
  }
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== undefined && second !== 0)) {
    return new TextDecoder("utf-16be", { ignoreBOM: true });
  }
  return null;
}

function markLength(head: Buffer): number {
  if (head.subarray(0, UTF8_BOM.length).equals(UTF8_BOM)) return UTF8_BOM.length;
  return (head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff) ? 2 : 0;
}
