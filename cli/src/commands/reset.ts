import type { Namespace } from "@interlude/infra-local";

/** Removes a namespace with everything in it. Returns whether there was one. */
export async function resetNamespace(namespace: Namespace): Promise<boolean> {
  const existed = await namespace.exists();
  await namespace.remove();
  return existed;
}
