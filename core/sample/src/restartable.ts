/** An iterable that begins anew each time it is iterated. */
export function restartable<T>(start: () => Iterator<T>): Iterable<T> {
  return { [Symbol.iterator]: start };
}
