import kafkajs, { type Admin } from "kafkajs";
import type { LayoutDifference, TopicLayout } from "@interlude/stage";
import type { TopicNames } from "./topic-names.js";
import { type DescribedTopic, differencesOf, topicSettings } from "./topic-settings.js";

/** The setting belongs to the topic itself: no default of the broker or of Kafka. */
const OF_TOPIC = 1;

interface KafkaLayoutsOptions {
  readonly names: TopicNames;
  /** Replicas that topics should have. */
  readonly replicas: number;
  /** Does work with the administrative client; `attempt` says in messages what was tried. */
  readonly administer: <Result>(attempt: string, work: (admin: Admin) => Promise<Result>) => Promise<Result>;
}

type Layouts = readonly TopicLayout[];
type ConfigEntries = Awaited<ReturnType<Admin["describeConfigs"]>>["resources"][number]["configEntries"];

/** Layouts of topics as they are and as they should be, by the topics' logical names. */
export class KafkaLayouts {
  constructor(private readonly options: KafkaLayoutsOptions) {}

  compare(layouts: Layouts): Promise<readonly LayoutDifference[]> {
    const { administer, replicas } = this.options;
    return administer("Comparing topics", async (admin) => {
      const present = await this.#present(admin, layouts);
      const [topics, settings] = await Promise.all([
        this.#partitions(admin, present),
        this.#settings(admin, present),
      ]);
      return layouts.flatMap((layout) => {
        const entries = settings.get(layout.name);
        if (entries === undefined) return [missing(layout)];
        const values = new Map(entries.map(({ configName, configValue }) => [configName, configValue]));
        return differencesOf(layout, replicas, { ...topics.get(layout.name)!, settings: values });
      });
    });
  }

  async update(layouts: Layouts): Promise<void> {
    const differences = await this.compare(layouts);
    const outdated = layouts.filter(({ name }) =>
      differences.some(
        ({ topic, isAlterable, property }) => topic === name && isAlterable && property !== "topic",
      ),
    );
    if (outdated.length === 0) return;
    const { administer, names, replicas } = this.options;
    await administer("Altering topics", async (admin) => {
      const settings = await this.#settings(admin, outdated);
      const resources = outdated.map((layout) => {
        // The request replaces all settings that the topic has of its own: those of others stay as they are.
        const kept = settings.get(layout.name)!.filter(({ configSource }) => configSource === OF_TOPIC);
        const merged = new Map(kept.map(({ configName, configValue }) => [configName, configValue]));
        const wanted = topicSettings(layout, replicas);
        for (const { name, value } of wanted) {
          const differs = differences.some(
            ({ topic, property }) => topic === layout.name && property === name,
          );
          if (differs && name !== "cleanup.policy") merged.set(name, value);
        }
        const configEntries = [...merged].map(([name, value]) => ({ name, value }));
        return { type: kafkajs.ConfigResourceTypes.TOPIC, name: names.physical(layout.name), configEntries };
      });
      await admin.alterConfigs({ validateOnly: false, resources });
    });
  }

  async #present(admin: Admin, layouts: Layouts): Promise<Layouts> {
    const existing = new Set(await admin.listTopics());
    return layouts.filter(({ name }) => existing.has(this.options.names.physical(name)));
  }

  async #partitions(
    admin: Admin,
    layouts: Layouts,
  ): Promise<Map<string, Pick<DescribedTopic, "partitions" | "replicas">>> {
    if (layouts.length === 0) return new Map();
    const { names } = this.options;
    const { topics } = await admin.fetchTopicMetadata({
      topics: layouts.map(({ name }) => names.physical(name)),
    });
    return new Map(
      topics.map(({ name, partitions }) => {
        const replicas = Math.min(...partitions.map((partition) => partition.replicas.length));
        return [names.logical(name), { partitions: partitions.length, replicas }];
      }),
    );
  }

  async #settings(admin: Admin, layouts: Layouts): Promise<Map<string, ConfigEntries>> {
    if (layouts.length === 0) return new Map();
    const { names } = this.options;
    const { resources } = await admin.describeConfigs({
      includeSynonyms: false,
      resources: layouts.map(({ name }) => ({
        type: kafkajs.ConfigResourceTypes.TOPIC,
        name: names.physical(name),
      })),
    });
    return new Map(
      resources.map(({ resourceName, configEntries }) => [names.logical(resourceName), configEntries]),
    );
  }
}

function missing({ name }: TopicLayout): LayoutDifference {
  return { topic: name, property: "topic", actual: "missing", wanted: "created", isAlterable: true };
}
