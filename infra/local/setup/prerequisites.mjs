/**
 * What the machine offers, as found before anything is downloaded. A version that could not be asked for is undefined.
 * @typedef {object} Machine
 * @property {string} node e.g. "20.20.2"
 * @property {boolean} npm
 * @property {number | undefined} java feature version, e.g. 17
 * @property {boolean} maven
 * @property {boolean} python with pip
 * @property {boolean} compiler g++
 */

/**
 * What this set-up will need of it.
 * @typedef {object} Needs
 * @property {boolean} npm only while packages are still to be installed
 * @property {boolean} java false if brokers and registry are external
 * @property {boolean} maven only while Kafka or the registry is still to be downloaded
 * @property {boolean} tensorflow while TensorFlow's addon is still to be installed
 */

/**
 * One sentence for each prerequisite that is missing: what, and how to install it.
 * @param {Machine} machine
 * @param {Needs} needs
 * @returns {{ errors: string[], notes: string[] }} errors end the set-up; notes are about what it can do without
 */
export function missingPrerequisites(machine, needs) {
  const errors = [];
  const notes = [];
  if (!(Number.parseInt(machine.node, 10) >= 20)) {
    errors.push(
      `Node.js 20 or newer is needed and this is ${machine.node}: install it from nodejs.org or with nvm.`,
    );
  }
  if (needs.npm && !machine.npm) {
    errors.push("npm is missing: install it with Node.js (on Debian: apt-get install npm).");
  }
  if (needs.java && !(machine.java >= 17)) {
    const found = machine.java === undefined ? "is missing" : `is too old (${machine.java})`;
    errors.push(
      `A Java runtime 17 or newer ${found}: install a JDK (Debian: apt-get install openjdk-17-jdk-headless; ` +
        "macOS: brew install openjdk), or set KAFKA_BROKERS and SCHEMA_REGISTRY_URL to servers of your own.",
    );
  }
  if (needs.maven && !machine.maven) {
    errors.push(
      "Maven is missing, which fetches Kafka and the schema registry: install it (Debian: apt-get install maven; " +
        "macOS: brew install maven).",
    );
  }
  if (needs.tensorflow && !(machine.python && machine.compiler)) {
    const tools = [machine.python ? [] : ["Python 3 with pip"], machine.compiler ? [] : ["g++"]].flat();
    notes.push(
      `${tools.join(" and ")} ${tools.length === 1 ? "is" : "are"} missing: needed only if TensorFlow's own download is refused, and then training is ` +
        "slower without (Debian: apt-get install python3-pip g++).",
    );
  }
  return { errors, notes };
}

/**
 * The feature version in what `java -version` prints (8 for "1.8.0_402"), or undefined.
 * @param {string | undefined} text
 */
export function javaFeatureVersion(text) {
  const match = /version "(?:1\.)?(\d+)/.exec(text ?? "");
  return match === null ? undefined : Number(match[1]);
}
