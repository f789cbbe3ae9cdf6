import type { ServerName, StackAddresses } from "@interlude/infra-local";
import { TcpProxy } from "@interlude/infra-testing";

/** Ways to the servers that can be cut and stalled, for the processes that are given their addresses. */
export class ServerProxies {
  private constructor(
    private readonly proxies: Readonly<Record<ServerName, TcpProxy>>,
    private readonly addresses: StackAddresses,
  ) {}

  static async start(addresses: StackAddresses): Promise<ServerProxies> {
    const proxies = {
      kafka: await TcpProxy.start({ target: addresses.kafka.brokers[0]!, isBroker: true }),
      registry: await TcpProxy.start({ target: new URL(addresses.registry.url).host }),
      postgres: await TcpProxy.start({ target: new URL(addresses.databaseUrl).host }),
    };
    return new ServerProxies(proxies, addresses);
  }

  /** The servers as they are reached through the proxies. */
  get throughProxies(): StackAddresses {
    const { kafka, registry, databaseUrl } = this.addresses;
    return {
      kafka: { ...kafka, brokers: [this.proxies.kafka.address] },
      registry: { url: withHost(registry.url, this.proxies.registry.address) },
      databaseUrl: withHost(databaseUrl, this.proxies.postgres.address),
    };
  }

  to(server: ServerName): TcpProxy {
    return this.proxies[server];
  }

  async close(): Promise<void> {
    for (const proxy of Object.values(this.proxies)) await proxy.close();
  }
}

function withHost(address: string, host: string): string {
  const url = new URL(address);
  url.host = host;
  return url.href;
}
