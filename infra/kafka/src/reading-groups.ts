import kafkajs, { type Admin } from "kafkajs";

const AT_ONCE = 50;

/** Groups with a member that reads a topic, by the names that the broker has for them. */
export async function readingGroups(admin: Admin, physicalTopic: string): Promise<readonly string[]> {
  const { groups } = await admin.listGroups();
  const consumers = groups.filter(({ protocolType }) => protocolType === "consumer");
  const reading: string[] = [];
  for (let from = 0; from < consumers.length; from += AT_ONCE) {
    const ids = consumers.slice(from, from + AT_ONCE).map(({ groupId }) => groupId);
    const described = await admin.describeGroups(ids);
    for (const { groupId, members } of described.groups) {
      if (members.some(({ memberMetadata }) => subscribes(memberMetadata, physicalTopic)))
        reading.push(groupId);
    }
  }
  return reading;
}

function subscribes(metadata: Buffer, topic: string): boolean {
  if (metadata.length === 0) return false;
  return kafkajs.AssignerProtocol.MemberMetadata.decode(metadata)?.topics.includes(topic) ?? false;
}
