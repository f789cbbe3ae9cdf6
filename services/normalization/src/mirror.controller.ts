import type { AnyRowChange } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import { OnRecords, type StreamRecord } from "@interlude/stage";
import { Controller } from "@nestjs/common";
import { Ctx, Payload } from "@nestjs/microservices";
import type { MirrorTable } from "./mirror/mirror-table.js";
import { mirrors } from "./mirror/mirror-tables.js";
import { NormalizationService } from "./normalization.service.js";

/** One handler a mirror, which the loop below adds: they differ in nothing but the mirror. */
@Controller()
export class MirrorController {
  constructor(readonly normalization: NormalizationService) {}
}

for (const [name, mirror] of Object.entries(mirrors) as [string, MirrorTable][]) {
  const descriptor: PropertyDescriptor = {
    value(
      this: MirrorController,
      records: readonly StreamRecord<AnyRowChange>[],
      context: PostgresContext,
    ): Promise<void> {
      return this.normalization.receiveRows(mirror, records, context);
    },
  };
  Object.defineProperty(MirrorController.prototype, name, descriptor);
  OnRecords(mirror.topic)(MirrorController.prototype, name, descriptor);
  Payload()(MirrorController.prototype, name, 0);
  Ctx()(MirrorController.prototype, name, 1);
}
