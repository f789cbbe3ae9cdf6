import { CHECKSUMS_FILE, SIGNATURE_SUFFIX } from "@interlude/infra-archives";
import { FEATURE_CHECKSUMS_FILE } from "./acousticbrainz/archive-checksums.js";

const LISTS: ReadonlySet<string> = new Set([CHECKSUMS_FILE, FEATURE_CHECKSUMS_FILE, "MD5SUMS", "LATEST"]);

/** What lies beside inputs: hidden files, signatures, days of snapshots, sums, downloads on their way, words for people. */
const COMPANIONS = [
  /^\./,
  /\.(sig|as-of|md5|sha1|sha256|sha256sums?|sha512)$/i,
  /\.(part|partial|tmp|temp|crdownload|filepart|swp)$|~$/i,
  /^(readme|copying|licen[cs]e|changes|notice)(\.(txt|rst))?$/i,
  /^latest-is-/,
  /\.(md|html?|pdf)$/i,
  // What file systems and desktops put there.
  /^(lost\+found|@eadir|#recycle|\$recycle\.bin|system volume information|thumbs\.db|desktop\.ini)$/i,
  // What test data says is right.
  /^expected\b.*\.(md|tsv|json)$/,
];

/** Whether a file of the source folder is known to be no input: that it is not read needs no mention. */
export function isCompanion(name: string): boolean {
  return LISTS.has(name) || name.endsWith(SIGNATURE_SUFFIX) || COMPANIONS.some((one) => one.test(name));
}
