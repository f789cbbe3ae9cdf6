import { execFile } from "node:child_process";
import { join } from "node:path";
import { promisify } from "node:util";
import { component, readComponents } from "@interlude/infra-local";

const CLASSES = {
  topics: "org.apache.kafka.tools.TopicCommand",
  "delete-records": "org.apache.kafka.tools.DeleteRecordsCommand",
  configs: "kafka.admin.ConfigCommand",
} as const;

/**
 * Runs one of Kafka's own command-line programs against a broker: what an operator does to topics by hand.
 * @throws Error with what the program said, if it fails
 */
export async function kafkaTool(
  tool: keyof typeof CLASSES,
  brokers: readonly string[],
  args: readonly string[],
): Promise<string> {
  const components = readComponents();
  const jars = join(component(components, "kafka"), "*");
  const command = ["-Xmx128m", "-cp", jars, CLASSES[tool], "--bootstrap-server", brokers.join(","), ...args];
  const { stdout } = await promisify(execFile)(component(components, "java").command, command);
  return stdout;
}
