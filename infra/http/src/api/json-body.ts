import type { IncomingMessage } from "node:http";
import { ApiError } from "./api-error.js";

/**
 * The JSON object that a request carries. Its content type must be JSON: a page of another site can have a browser send a
 * form or plain text to any address, but JSON only to one that allows it, and ours allows none.
 * @param longest bytes that the body may have
 * @throws ApiError `CONTENT_TYPE_UNSUPPORTED`, `BODY_TOO_LARGE`, `BODY_INVALID`
 */
export async function readJsonObject(
  request: IncomingMessage,
  longest: number,
): Promise<Readonly<Record<string, unknown>>> {
  const type = request.headers["content-type"] ?? "";
  if (!/^application\/json\s*(;|$)/i.test(type)) {
    throw new ApiError(
      415,
      "CONTENT_TYPE_UNSUPPORTED",
      "The body must be JSON: send Content-Type: application/json",
    );
  }
  const bytes = await readBytes(request, longest);
  const value = parseJson(bytes);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new ApiError(400, "BODY_INVALID", "The body must be a JSON object");
  }
  return value as Record<string, unknown>;
}

/** What is too long is let pass and not kept: the connection has to reach the next request. */
function readBytes(request: IncomingMessage, longest: number): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const parts: Buffer[] = [];
    let length = 0;
    request.on("data", (part: Buffer) => {
      length += part.length;
      if (length <= longest) parts.push(part);
      else reject(new ApiError(413, "BODY_TOO_LARGE", `The body may have at most ${longest} bytes`));
    });
    request.on("end", () => resolve(Buffer.concat(parts)));
    request.on("error", () => reject(new ApiError(400, "BODY_INVALID", "The body ends too early")));
  });
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as unknown;
  } catch {
    throw new ApiError(400, "BODY_INVALID", "The body is no JSON in UTF-8");
  }
}
