import type { Marker } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { StatusBoard } from "@interlude/infra-runtime";
import { Injectable, type OnModuleInit } from "@nestjs/common";
import { FeedStore } from "../feed/feed.store.js";
import { EpochsStore } from "./epochs.store.js";
import { type Totals, TotalsStore } from "./totals.store.js";

/** Closes the book on an epoch once every input has delivered its marker. */
@Injectable()
export class EpochsProjection implements OnModuleInit {
  constructor(
    private readonly epochs: EpochsStore,
    private readonly totals: TotalsStore,
    private readonly feed: FeedStore,
    private readonly board: StatusBoard,
  ) {}

  async onModuleInit(): Promise<void> {
    this.#show(await this.totals.read());
  }

  async complete(marker: Marker, { transaction }: PostgresContext): Promise<void> {
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
    for (const [name, value] of Object.entries(totals)) this.board.total(name, value);
  }
}
