import { packetFile } from "@interlude/core-musicbrainz";
import { ArchiveError, MAX_SIGNATURE_BYTES, SIGNATURE_SUFFIX } from "@interlude/infra-archives";
import {
  BodyTooLargeError,
  ConnectionError,
  type HttpResponse,
  bodyText,
  httpGet,
  saveBody,
} from "@interlude/infra-http/download";
import { codeOf, reasonOf } from "../ingestion-error.js";
import type { ApiToken } from "./api-token.js";
import type { FeedAnswer, FeedRequest } from "./fetch-state.js";
import type { FeedTroubleCode } from "./packet-feed.js";
import type { PacketSpool } from "./packet-spool.js";
import { answerToStatus } from "./response-status.js";

/** Bounds on a server; packets have 0.1 to 1 MB, seldom tens. */
export interface ServerLimits {
  readonly packetBytes: number;
  readonly responseMs: number;
  readonly idleMs: number;
  /** Milliseconds for a whole packet. */
  readonly packetMs: number;
}

export const SERVER_LIMITS: ServerLimits = {
  packetBytes: 128 * 1024 ** 2,
  responseMs: 30_000,
  idleMs: 30_000,
  packetMs: 900_000,
};

const MAX_INFO_BYTES = 4_096;

/** MetaBrainz's replication API, or what plays it: asks one thing at a time and says what came of it. */
export class MetaBrainzServer {
  private readonly base: URL;

  /** @param base address of the API, as in `https://metabrainz.org/api/musicbrainz` */
  constructor(
    base: URL,
    private readonly spool: PacketSpool,
    private readonly limits: ServerLimits,
  ) {
    this.base = new URL(base);
    if (!this.base.pathname.endsWith("/")) this.base.pathname += "/";
  }

  /**
   * Asks; a packet that comes is put into the source folder.
   * @throws the signal's reason where it was aborted; never for what a server or the disk does
   */
  async ask(request: FeedRequest, token: ApiToken | null, signal: AbortSignal): Promise<FeedAnswer> {
    const asking = new Asking(this.base, this.limits, token, signal);
    try {
      if (request.ask === "newest") return await askNewest(asking);
      const name = packetFile(request.sequence);
      if (request.ask === "probe") return await asking.get(name, async () => THERE);
      return await this.fetchPacket(asking, name).finally(() => this.spool.clear());
    } catch (error) {
      signal.throwIfAborted();
      return failed(error, this.base.host);
    }
  }

  private async fetchPacket(asking: Asking, name: string): Promise<FeedAnswer> {
    const { spool, limits } = this;
    const packet = await asking.get(name, async (answer) => {
      await spool.begin();
      return saveWhole(answer, spool.pathOf(name), limits);
    });
    if (packet.answer !== "there") return packet;
    if (spool.wantsSignatures) {
      const signature = await this.fetchSignature(asking, `${name}${SIGNATURE_SUFFIX}`);
      if (signature.answer === "trouble" || signature.answer === "stop") return signature;
    }
    await spool.accept(name);
    return THERE;
  }

  private fetchSignature(asking: Asking, name: string): Promise<FeedAnswer> {
    return asking.get(name, async ({ body }) => {
      await saveBody(body, this.spool.pathOf(name), { maxBytes: MAX_SIGNATURE_BYTES, from: 0 });
      return THERE;
    });
  }
}

const THERE: FeedAnswer = { answer: "there", newest: null };

/** The requests of one question, all with the same token. */
class Asking {
  constructor(
    private readonly base: URL,
    private readonly limits: ServerLimits,
    private readonly token: ApiToken | null,
    private readonly signal: AbortSignal,
  ) {}

  /** GET, and what is made of a body; the connection is closed whatever that leaves unread. */
  async get(name: string, read: (answer: HttpResponse) => Promise<FeedAnswer>): Promise<FeedAnswer> {
    const { base, token, signal } = this;
    const { responseMs, idleMs } = this.limits;
    const address = new URL(name, base);
    const answer = await httpGet(token === null ? address : token.addTo(address), {
      signal,
      responseMs,
      idleMs,
      // A redirect repeats the query as a rule, token and all: nobody but the server may be told it.
      mayFollow: (from, to) => to.origin === from.origin,
    });
    try {
      const { status, headers, redirect } = answer;
      const retryAfter = headers.get("retry-after");
      const { host } = base;
      const obstacle = answerToStatus({
        status,
        retryAfter,
        redirect,
        host,
        hasToken: token !== null,
        now: Date.now(),
      });
      return obstacle ?? (await read(answer));
    } finally {
      answer.close();
    }
  }
}

/** `{"last_packet": "replication-<N>.tar.bz2"}`; null or anything else is no number. */
function askNewest(asking: Asking): Promise<FeedAnswer> {
  return asking.get("replication-info", async ({ body }) => {
    const text = await bodyText(body, MAX_INFO_BYTES);
    const sequence = /"last_packet"\s*:\s*"replication-(\d{1,12})(?:-v2)?\.tar\.bz2"/.exec(text)?.[1];
    return { answer: "there", newest: sequence === undefined ? null : Number(sequence) };
  });
}

async function saveWhole(
  { headers, body }: HttpResponse,
  path: string,
  { packetBytes: maxBytes, packetMs: withinMs }: ServerLimits,
): Promise<FeedAnswer> {
  const length = headers.get("content-length");
  const expected = length === null ? null : Number(length);
  if (expected !== null && expected > maxBytes) throw new BodyTooLargeError(`it has ${expected} bytes`);
  const deadline = performance.now() + withinMs;
  const onPiece = (): void => {
    if (performance.now() > deadline) throw new ConnectionError(`it took longer than ${withinMs} ms`);
  };
  let bytes = 0;
  try {
    bytes = await saveBody(body, path, { maxBytes, from: 0, onPiece });
  } catch (error) {
    if (error instanceof ConnectionError) return truncated(`the packet came in part only: ${error.message}`);
    throw error;
  }
  if (bytes === 0) return truncated("the packet came empty");
  if (expected !== null && bytes !== expected && headers.get("content-encoding") === null) {
    return truncated(`the packet came in part only: ${bytes} of ${expected} bytes`);
  }
  return THERE;
}

function truncated(reason: string): FeedAnswer {
  return trouble("PACKET_TRUNCATED", reason);
}

function trouble(code: FeedTroubleCode, reason: string): FeedAnswer {
  return { answer: "trouble", code, reason, retryAfterMs: null };
}

/** What an error means; its message is passed on only where it is one of ours. */
function failed(error: unknown, host: string): FeedAnswer {
  if (error instanceof ConnectionError) return trouble("FEED_UNREACHABLE", `${host}: ${error.message}`);
  if (error instanceof BodyTooLargeError) {
    return trouble("PACKET_TOO_LARGE", `${host} sent what is too large to be a packet: ${error.message}`);
  }
  if (!(error instanceof ArchiveError)) {
    return trouble(
      "FOLDER_UNWRITABLE",
      `the packet cannot be written into the source folder (${codeOf(error)})`,
    );
  }
  const { code } = error;
  if (code === "SIGNATURE_MISSING" || code === "SIGNATURE_INVALID") {
    return { answer: "stop", code, reason: error.message };
  }
  return trouble(code === "ARCHIVE_TOO_LARGE" ? "PACKET_TOO_LARGE" : "PACKET_DAMAGED", reasonOf(error));
}
