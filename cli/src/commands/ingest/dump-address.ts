import { createHash } from "node:crypto";
import { CommandError } from "../../command-error.js";

/** When an export was made, as its directory is named. */
const STAMP = /^\d{8}-\d{6}$/;

const LOOPBACK = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** An address that a dump may be fetched from. */
export interface DumpAddress {
  /** Ends in a slash. */
  readonly url: URL;
  /** The export's stamp if the address names one; null if it may be a directory of exports. */
  readonly stamp: string | null;
}

/**
 * @param isSigned whether signatures are checked: then the connection need not be encrypted
 * @throws CommandError `DUMP_URL_REFUSED`
 */
export function dumpAddress(text: string, isSigned: boolean): DumpAddress {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || !["https:", "http:"].includes(url.protocol))
    throw refused("it is no http or https address");
  if (url.username !== "" || url.password !== "" || url.search !== "") {
    throw refused("a password or query in it would be shown; name the directory only");
  }
  if (url.protocol === "http:" && !isSigned && !LOOPBACK.has(url.hostname)) {
    throw refused(
      "over http any host on the way can change a dump and its checksums; use https, or set INGESTION_KEYRING",
    );
  }
  url.hash = "";
  if (!url.pathname.endsWith("/")) url.pathname += "/";
  const last = url.pathname.split("/").at(-2) ?? "";
  return { url, stamp: STAMP.test(last) ? last : null };
}

/** The export that `LATEST` names; null if the text is no stamp. */
export function latestExport({ url }: DumpAddress, latest: string): DumpAddress | null {
  const stamp = latest.trim();
  return STAMP.test(stamp) ? { url: new URL(`${stamp}/`, url), stamp } : null;
}

/** Folder name for an export: one for each, so that two are never mixed. */
export function exportFolder({ url, stamp }: DumpAddress): string {
  return stamp ?? `export-${createHash("sha256").update(url.href).digest("hex").slice(0, 16)}`;
}

/** Whether it is a place of sample dumps, which have one archive of their own. */
export function isSampleAddress({ url }: DumpAddress): boolean {
  return url.pathname.split("/").includes("sample");
}

function refused(why: string): CommandError {
  return new CommandError(
    "DUMP_URL_REFUSED",
    `the dump's address is refused: ${why} (as in https://data.metabrainz.org/pub/musicbrainz/data/fullexport/)`,
  );
}
