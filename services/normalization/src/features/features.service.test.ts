import { type PopularitySignal, SOURCE_EPOCH_HEADER } from "@interlude/contracts";
import type { PostgresContext } from "@interlude/infra-postgres";
import type { StreamRecord } from "@interlude/stage";
import { expect, it, vi } from "vitest";
import type { DirtyRepository } from "../dirty/dirty.repository.js";
import { FeaturesService } from "./features.service.js";
import type { LowLevelFeaturesRepository } from "./low-level-features.repository.js";
import { PopularityRepository } from "./popularity.repository.js";
import type { RecordingFeaturesRepository } from "./recording-features.repository.js";
import type { TrackFeaturesRepository } from "./track-features.repository.js";

it("features that ingestion reads again are as old as they were, so that what came later stays", async () => {
  const popularity = new PopularityRepository();
  const write = vi.spyOn(popularity, "write").mockResolvedValue();
  const service = new FeaturesService(
    {} as RecordingFeaturesRepository,
    popularity,
    {} as LowLevelFeaturesRepository,
    {} as TrackFeaturesRepository,
    { mark: async () => undefined } as unknown as DirtyRepository,
  );
  const value: PopularitySignal = {
    provider: "spotify",
    entity: "artist",
    id: "0oSGxfWSnnOXhD2fKuz2Gy",
    asOf: "2024-03-01",
    popularity: 40,
    followers: null,
    name: "One",
    genres: [],
    source: "a.csv",
  };
  const place = { key: "k", topic: "popularity.signals", partition: 0, offset: 0n };
  const records: StreamRecord<PopularitySignal>[] = [
    { ...place, value, headers: {}, epoch: 9 },
    { ...place, value, headers: { [SOURCE_EPOCH_HEADER]: "3" }, epoch: 9 },
  ];
  await service.stagePopularity(records, { reject: vi.fn() } as unknown as PostgresContext);
  expect(write.mock.calls[0]![1].map(({ epoch }) => epoch)).toEqual([9, 3]);
});
