import type { Marker } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { StatusReporter } from "@interlude/infra-runtime";
import { Injectable, type OnModuleInit } from "@nestjs/common";
import { FeedRepository } from "../feed/feed.repository.js";
import { EpochsRepository } from "./epochs.repository.js";
import { type Totals, TotalsRepository } from "./totals.repository.js";

/** Completes an epoch once every input has delivered its marker, and shows the totals. */
@Injectable()
export class EpochsService implements OnModuleInit {
  constructor(
    private readonly epochs: EpochsRepository,
    private readonly totals: TotalsRepository,
    private readonly feed: FeedRepository,
    private readonly reporter: StatusReporter,
  ) {}

  async onModuleInit(): Promise<void> {
    this.#show(await this.totals.read());
  }

  async completeEpoch(marker: Marker, { transaction }: PostgresContext): Promise<void> {
    await this.totals.lock(transaction);
    const data = await this.epochs.complete(transaction, marker);
    await this.feed.append(transaction, [{ event: "epoch", epoch: marker.epoch, data }]);
    await this.showTotals({ transaction });
  }

  /** Shows the totals as they are when the transaction commits. */
  async showTotals({ transaction }: Pick<PostgresContext, "transaction">): Promise<void> {
    this.#show(await this.totals.read(transaction));
  }

  #show(totals: Totals): void {
    for (const [name, value] of Object.entries(totals)) this.reporter.setTotal(name, value);
  }
}
