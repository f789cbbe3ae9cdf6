import { ConfigurationError } from "@interlude/infra-runtime/settings";
import { ApiToken, type TokenSource } from "./api-token.js";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Where packets are fetched from. */
export interface FeedAddress {
  readonly base: URL;
  readonly token: TokenSource;
}

/** The settings of a feed: `INGESTION_PACKET_URL`, `INGESTION_TOKEN_FILE` and `METABRAINZ_TOKEN`. */
interface FeedSettings {
  readonly url: string | null;
  readonly tokenFile: string | null;
  readonly token: string | null;
}

/**
 * The feed that is set, with its token from a file or else from the environment. No error repeats a value.
 * @returns null if no address is set
 * @throws ConfigurationError
 */
export function feedAddress(settings: FeedSettings): FeedAddress | null {
  if (settings.url === null) return null;
  const base = new URL(settings.url);
  if (base.username !== "" || base.password !== "" || base.search !== "" || base.hash !== "") {
    const problem = "must have no password, query or fragment; the token goes into INGESTION_TOKEN_FILE";
    throw new ConfigurationError("INGESTION_PACKET_URL", problem);
  }
  const token = tokenSource(settings);
  if (token !== null && base.protocol === "http:" && !LOOPBACK.has(base.hostname)) {
    const problem = "must be https where there is a token: over http any host on the way can read it";
    throw new ConfigurationError("INGESTION_PACKET_URL", problem);
  }
  return { base, token };
}

function tokenSource({ tokenFile: file, token: text }: FeedSettings): TokenSource {
  if (file !== null) return { file };
  if (text === null) return null;
  const token = ApiToken.parse(text);
  if (token === null) throw new ConfigurationError("METABRAINZ_TOKEN", "must be 40 letters and digits");
  return token;
}
