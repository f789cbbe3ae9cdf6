import { ConfigurationError, type Environment, optional, url } from "@interlude/infra-runtime";
import { ApiToken, type TokenSource } from "./api-token.js";

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** Where packets are fetched from. */
export interface FeedAddress {
  readonly base: URL;
  readonly token: TokenSource;
}

/**
 * Reads `INGESTION_PACKET_URL` (as in `https://metabrainz.org/api/musicbrainz`; unset: packets come from the folder
 * alone) and the token for it: `INGESTION_TOKEN_FILE`, a file that may be replaced while the service runs, or
 * `METABRAINZ_TOKEN`. No error repeats a value.
 * @throws ConfigurationError
 */
export function feedAddress(environment: Environment): FeedAddress | null {
  if (optional(environment, "INGESTION_PACKET_URL") === undefined) return null;
  const base = new URL(url(environment, "INGESTION_PACKET_URL", ["https:", "http:"]));
  if (base.username !== "" || base.password !== "" || base.search !== "" || base.hash !== "") {
    const problem = "must have no password, query or fragment; the token goes into INGESTION_TOKEN_FILE";
    throw new ConfigurationError("INGESTION_PACKET_URL", problem);
  }
  const token = tokenSource(environment);
  if (token !== null && base.protocol === "http:" && !LOOPBACK.has(base.hostname)) {
    const problem = "must be https where there is a token: over http anybody on the way can read it";
    throw new ConfigurationError("INGESTION_PACKET_URL", problem);
  }
  return { base, token };
}

function tokenSource(environment: Environment): TokenSource {
  const file = optional(environment, "INGESTION_TOKEN_FILE");
  if (file !== undefined) return { file };
  const text = optional(environment, "METABRAINZ_TOKEN");
  if (text === undefined) return null;
  const token = ApiToken.parse(text);
  if (token === null) throw new ConfigurationError("METABRAINZ_TOKEN", "must be 40 letters and digits");
  return token;
}
