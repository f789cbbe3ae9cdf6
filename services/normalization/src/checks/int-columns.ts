const FIRST_CAPACITY = 1024;

/** Two columns of int4, growing: eight bytes a row where an object would take ten times that. */
export class IntColumns {
  #left = new Int32Array(FIRST_CAPACITY);
  #right = new Int32Array(FIRST_CAPACITY);
  #length = 0;

  push(left: number, right: number): void {
    if (this.#length === this.#left.length) {
      this.#left = doubled(this.#left);
      this.#right = doubled(this.#right);
    }
    this.#left[this.#length] = left;
    this.#right[this.#length] = right;
    this.#length += 1;
  }

  *rows<Row>(row: (left: number, right: number) => Row): Generator<Row> {
    for (let at = 0; at < this.#length; at += 1) yield row(this.#left[at]!, this.#right[at]!);
  }
}

function doubled(column: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(column.length * 2);
  larger.set(column);
  return larger;
}
