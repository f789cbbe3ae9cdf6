import { isIP } from "node:net";

const LOOPBACK_NAMES = new Set(["localhost", "ip6-localhost"]);

/**
 * Whether a request that names a host is meant for this service. A page of another site can have its own name resolve to
 * our address (DNS rebinding) and then read what we respond; its requests carry that name. An address cannot be rebound.
 * @param header of the request, with a port or without
 * @param names that the service is reached by, beside those of the loopback interface
 */
export function isAllowedHost(header: string | undefined, names: readonly string[]): boolean {
  // HTTP/1.0 and bare TCP checks name none; a browser always does.
  if (header === undefined) return true;
  const host = header
    .replace(/:\d+$/, "")
    .replace(/^\[(.*)\]$/, "$1")
    .replace(/\.$/, "")
    .toLowerCase();
  return isIP(host) !== 0 || LOOPBACK_NAMES.has(host) || names.some((name) => name.toLowerCase() === host);
}
