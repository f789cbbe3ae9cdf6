import type { DroppedValue } from "../writer/epoch-writer.js";
import type { RowSink } from "./row-sink.js";

/** What a row or document is good without. It is told of once that has been sent: of one that was not, it is no loss. */
export class DroppedValues {
  readonly #values: Pick<DroppedValue, "field" | "reason">[] = [];

  /** Takes note of a value that is null instead. */
  readonly note = (field: string, reason: string): void => void this.#values.push({ field, reason });

  tell(sink: Pick<RowSink, "valueDropped">, where: Pick<DroppedValue, "code" | "member" | "line">): void {
    for (const value of this.#values) sink.valueDropped({ ...where, ...value });
  }
}
