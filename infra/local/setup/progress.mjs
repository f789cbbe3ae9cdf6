/** Prints the set-up's progress: a line when something takes time, one closing line, nothing for what is there. */
export class Progress {
  #started = Date.now();
  #did = false;

  /**
   * Does one piece of work between a line that names it and a line with its duration.
   * @template T
   * @param {string} what
   * @param {() => Promise<T>} work
   * @returns {Promise<T>}
   */
  async step(what, work) {
    const since = Date.now();
    this.#did = true;
    print(`${what} ...`);
    const result = await work();
    print(`${what}: done (${seconds(since)})`);
    return result;
  }

  /** @param {string} text */
  note(text) {
    print(text);
  }

  end() {
    print(
      this.#did ? `ready (${seconds(this.#started)})` : `everything is there (${seconds(this.#started)})`,
    );
  }
}

function print(text) {
  process.stdout.write(`set-up: ${text}\n`);
}

function seconds(since) {
  return `${((Date.now() - since) / 1000).toFixed(1)} s`;
}
