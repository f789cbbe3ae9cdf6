/** What can go wrong in fitting and evaluating a link model. Codes are stable; messages may be reworded. */
type LinkErrorCode =
  | "LINKS_INVALID_DESIGN"
  | "LINKS_ONE_CLASS"
  | "LINKS_NOT_CONVERGED"
  | "LINKS_INVALID_ARGUMENT"
  | "LINKS_UNKNOWN_FEATURES";

/** A fit or an evaluation that cannot be carried out as asked. */
export class LinkError extends Error {
  override readonly name = "LinkError";

  constructor(
    readonly code: LinkErrorCode,
    message: string,
  ) {
    super(message);
  }
}
