import { isSystemError } from "@interlude/infra-archives";
import { faultOf } from "@interlude/stage";

/**
 * Whether what failed may succeed later as it is: a server is away, a disk is full, a network file system does not
 * respond. An input is never to blame for that.
 */
export function mayPass(error: unknown): boolean {
  return faultOf(error) === "transient" || isSystemError(error);
}
