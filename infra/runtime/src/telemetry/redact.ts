/** Between the scheme of a URL and its host: user and password. */
const USER_INFO = /\b([a-z][a-z0-9+.-]*:\/\/)[^\s/?#"\\]*@/gi;
/** A secret as a parameter of a URL or of a connection string. */
const PARAMETER = /\b((?:password|sslpassword|token|access_token|secret)=)[^\s&"'\\]+/gi;
/** A secret as a field of a JSON object, at any depth. */
const FIELD = /("(?:password|token|secret)":)"(?:[^"\\]|\\.)*"/gi;

/**
 * A line of JSON without the secrets in it: the user information of URLs, and passwords and tokens that are named so.
 * It is applied to whole lines because drivers put connection strings into messages, stacks and causes of their errors.
 */
export function redactLine(line: string): string {
  return line.replace(USER_INFO, "$1[cut]@").replace(PARAMETER, "$1[cut]").replace(FIELD, '$1"[cut]"');
}
