/** Consumer group of a service. */
export function consumerGroup(namespace: string, service: string): string {
  return namespace === "" ? service : `${namespace}.${service}`;
}
