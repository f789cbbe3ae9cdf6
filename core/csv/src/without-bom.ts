const BOM = Buffer.from("\ufeff");

/** A stream of UTF-8 text without the byte order mark that some programs write before it. */
export async function* withoutBom(bytes: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let head: Buffer | null = Buffer.alloc(0);
  for await (const chunk of bytes) {
    if (head === null) {
      yield chunk;
      continue;
    }
    head = Buffer.concat([head, chunk]);
    if (head.length < BOM.length) continue;
    yield trimmed(head);
    head = null;
  }
  if (head !== null && head.length > 0) yield trimmed(head);
}

function trimmed(head: Buffer): Buffer {
  return head.subarray(0, BOM.length).equals(BOM) ? head.subarray(BOM.length) : head;
}
