import type { Namespace } from "../deployment/namespace.js";

/** Removes a namespace with everything in it. Returns whether there was one. */
export async function resetNamespace(namespace: Namespace): Promise<boolean> {
  const existed = await namespace.exists();
  await namespace.remove();
  return existed;
}
