import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { GenerationModelCard } from "@interlude/contracts";
import { type TestDatabase, createTestDatabase } from "@interlude/infra-testing";
import { afterAll, beforeAll, beforeEach, describe, expect, inject, it } from "vitest";
import { PostgresModelStore } from "../models/postgres-model-store.js";
import { someCard } from "../testing/some-cards.js";
import { TrainingStage, resetTraining, trainer } from "../testing/training-stage.js";
import { catalogTracks } from "../testing/world.js";
import type { FitOutcome } from "./fit-outcome.js";
import { TrainingsRepository } from "./trainings.repository.js";

let test: TestDatabase;

beforeAll(async () => {
  test = await createTestDatabase(inject("stack"), "generation");
});
afterAll(() => test.dispose());
beforeEach(() => resetTraining(test.database));

const trainings = new TrainingsRepository();

function cardsOf(stage: TrainingStage): GenerationModelCard[] {
  return stage.recording.published.map(({ value }) => value as GenerationModelCard);
}

async function outcome(): Promise<Extract<FitOutcome, { kind: "trained" }>> {
  const open = (await trainings.open(test.database))!;
  return (await trainings.outcomes.of(test.database, open.id)) as Extract<FitOutcome, { kind: "trained" }>;
}

/** The first training's outcome without an interruption. */
async function fittedAtOnce(steps: number): Promise<unknown> {
  const stage = new TrainingStage(test.database);
  await stage.complete(catalogTracks(0, 240));
  await trainer(test, { steps }).fitPending();
  const whole = await outcome();
  await resetTraining(test.database);
  return whole;
}

describe("a training of models of tracks", () => {
  it("is noted by an epoch, fitted beside the stream, and has its copula serve while no VAE passes", async () => {
    const stage = new TrainingStage(test.database);
    expect(await stage.complete(catalogTracks(0, 150))).toBeNull();
    expect(stage.note).toBe(
      "no tracks: nothing to train on: 150 tracks with acoustic features, of 200 that are needed",
    );
    expect(await stage.complete(catalogTracks(150, 90))).toBeNull();
    expect(stage.note).toContain("models are trained as of epoch 2 and take over with epoch 3");
    expect(await stage.background()).toBeNull();
    await trainer(test).fitPending();
    const inUse = (await stage.background())!;
    expect(inUse).toMatchObject({ kind: "copula", isNew: true });
    const [vae, copula] = cardsOf(stage);
    expect(vae).toMatchObject({
      kind: "vae",
      status: "REJECTED",
      refusalCode: "GATES_FAILED",
      trainedAtEpoch: 2,
    });
    expect(vae!.gates.some(({ passed }) => !passed)).toBe(true);
    expect(vae!.gates.find(({ name }) => name === "rowsOutOfBounds")).toMatchObject({
      value: 0,
      passed: true,
    });
    expect(vae!.passes.at(-1)!.klByDimension).toHaveLength(8);
    expect(vae!.metrics).toHaveProperty(["copula.ksComplementMean"]);
    expect(copula).toMatchObject({ modelId: inUse.id, kind: "copula", status: "IN_FORCE", gates: [] });
    const { tracks, trainingTracks, stoppingTracks, heldTracks } = copula!.counts;
    expect(trainingTracks! + stoppingTracks! + heldTracks!).toBe(tracks);
    expect(heldTracks).toBeGreaterThan(0);
    // The artifact of the rejected one is gone.
    expect(await new PostgresModelStore(test.database).list()).toEqual([
      { hash: copula!.contentHash, size: copula!.contentSize },
    ]);
    expect(stage.note).toContain("makes tracks; no VAE: it fails");
    expect(await stage.complete()).toMatchObject({ id: inUse.id, isNew: false });
    expect(await test.database.query("select from kept_epoch")).toEqual([]);
  }, 180_000);

  it("goes on from its checkpoint after a kill, to the same models, whatever has come since", async () => {
    const steps = 300;
    const whole = await fittedAtOnce(steps);
    const stage = new TrainingStage(test.database);
    await stage.complete(catalogTracks(0, 240));
    const script = fileURLToPath(new URL("testing/training-process.js", import.meta.url));
    const killed = spawn(process.execPath, [script, test.url, String(steps)], { stdio: "ignore" });
    const ended = once(killed, "exit");
    const { id } = (await trainings.open(test.database))!;
    await expect
      .poll(() => trainings.checkpoint(test.database, id), { timeout: 120_000, interval: 20 })
      .not.toBeNull();
    killed.kill("SIGKILL");
    await ended;
    expect((await trainings.open(test.database))!.state).toBe("pending");
    await test.database.query("update tracks set bpm = 99, year = 1990");
    await test.database.query(
      "delete from tracks where recording in (select recording from tracks limit 20)",
    );
    const log: object[] = [];
    await expect
      .poll(
        async () => {
          await trainer(test, { steps, onLog: (fields) => log.push(fields) }).fitPending();
          return (await trainings.open(test.database))!.state;
        },
        { timeout: 120_000 },
      )
      .toBe("fitted");
    const begun = log.find((fields) => (fields as { kind?: string }).kind === "begun");
    expect((begun as { resumedAtPass: number }).resumedAtPass).toBeGreaterThan(0);
    expect(withoutSeconds(await outcome())).toEqual(withoutSeconds(whole));
  }, 300_000);

  it("is waited for by the epoch with which its model takes over, and by none before", async () => {
    const stage = new TrainingStage(test.database, { takeoverEpochs: 2 });
    const card = someCard();
    await stage.complete(catalogTracks(0, 200));
    let isDone = false;
    const waiting = stage.complete().then(() => (isDone = true));
    await expect.poll(() => stage.note, { timeout: 60_000 }).toContain("epoch 2 waits for the training");
    expect(isDone).toBe(false);
    const fit = async (): Promise<FitOutcome> => ({
      kind: "trained",
      copula: card,
      vae: null,
      refusal: { code: "TRAINING_MEMORY", reason: "it needs more memory" },
    });
    await trainer(test, { fit }).fitPending();
    await waiting;
    expect(cardsOf(stage)).toMatchObject([{ modelId: card.modelId, status: "IN_FORCE" }]);
    expect(stage.note).toContain("no VAE: it needs more memory");
  }, 120_000);

  it("that fails leaves things as they are and says so", async () => {
    const stage = new TrainingStage(test.database);
    await stage.complete(catalogTracks(0, 200));
    const fit = async () => {
      throw new Error("out of memory");
    };
    await trainer(test, { fit }).fitPending();
    expect(await stage.complete()).toBeNull();
    expect(stage.note).toBe("no tracks: no VAE: the fit failed: out of memory");
    expect(await trainings.newestDecided(test.database)).toMatchObject({ code: "TRACK_TRAINING_FAILED" });
    expect(await trainings.open(test.database)).toBeNull();
  });

  it("replaces a model whose artifact is damaged, while the one before it serves", async () => {
    const stage = new TrainingStage(test.database, { takeoverEpochs: 1 });
    await stage.complete(catalogTracks(0, 240));
    await trainer(test, { steps: 5 }).fitPending();
    const first = (await stage.complete())!;
    await test.database.query("insert into training_requests default values");
    await stage.complete(catalogTracks(240, 10));
    expect(await trainings.open(test.database)).toMatchObject({ cause: "an operator asked for it" });
    await trainer(test, { steps: 5 }).fitPending();
    const second = (await stage.complete())!;
    expect(second).toMatchObject({ isNew: true });
    expect(second.id).not.toBe(first.id);
    expect(cardsOf(stage).findLast(({ modelId }) => modelId === first.id)).toMatchObject({
      status: "SUPERSEDED",
    });
    await test.database.query("update model_artifacts set content = 'damaged' where hash = $1", [second.id]);
    // What a process has loaded stays right; one that starts reads the store.
    const started = new TrainingStage(test.database, { takeoverEpochs: 1 });
    expect(await started.complete()).toMatchObject({ id: first.id, isNew: true });
    expect(started.note).toContain(`model ${second.id.slice(0, 12)} cannot be served (ARTIFACT_CORRUPT)`);
    expect((await trainings.open(test.database))!.cause).toContain("ARTIFACT_CORRUPT");
  }, 180_000);
});

function withoutSeconds(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, one: unknown) => (key === "seconds" ? undefined : one)));
}
