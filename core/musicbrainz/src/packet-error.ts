export type PacketErrorCode = "PACKET_KEYS_DIFFER" | "PACKET_MEMBER_MALFORMED" | "PACKET_CONTROL_ROW_DIFFERS";

/** A packet that must not be applied. The message says which member and why. */
export class PacketError extends Error {
  override readonly name = "PacketError";

  constructor(
    readonly code: PacketErrorCode,
    readonly sequence: number,
    message: string,
  ) {
    super(`packet ${sequence}: ${message}`);
  }
}
