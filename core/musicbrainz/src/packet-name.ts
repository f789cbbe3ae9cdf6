const PACKET = /^replication-(\d{1,12})-v2\.tar(\.bz2|\.xz|\.zst)?$/;

/** The replication sequence in a packet's file name; null if it is no packet's. */
export function packetNumber(file: string): number | null {
  const number = PACKET.exec(file)?.[1];
  return number === undefined ? null : Number(number);
}

/** The name under which packets are published. */
export function packetFile(sequence: number): string {
  return `replication-${sequence}-v2.tar.bz2`;
}
