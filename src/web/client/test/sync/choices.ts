/** Numbers that decide in which order things happen; behind their end each is 0, which is the order in which they happened. */
export class Choices {
  readonly #numbers: readonly number[];
  #next = 0;

  constructor(numbers: readonly number[]) {
    this.#numbers = numbers;
  }

  get isOver(): boolean {
    return this.#next >= this.#numbers.length;
  }

  below(limit: number): number {
    return (this.#numbers[this.#next++] ?? 0) % limit;
  }
}

export function numbersOf(seed: number, count: number): number[] {
  let state = seed;
  return Array.from({ length: count }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 8;
  });
}

/** Fewer numbers, and smaller ones, for as long as it still fails. */
export async function shrink(numbers: readonly number[], fails: (numbers: readonly number[]) => Promise<boolean>, mostTries = 400): Promise<readonly number[]> {
  let smallest = numbers;
  let tries = 0;
  const attempt = async (candidate: readonly number[]) => {
    if (candidate.length > smallest.length || tries++ >= mostTries || !(await fails(candidate))) return false;
    smallest = candidate;
    return true;
  };
  for (let size = Math.ceil(numbers.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < smallest.length; ) {
      if (!(await attempt([...smallest.slice(0, at), ...smallest.slice(at + size)]))) at += size;
    }
  }
  for (let at = 0; at < smallest.length; at++) {
    if (smallest[at] !== 0) await attempt(smallest.map((number, i) => (i === at ? 0 : number)));
  }
  return smallest;
}
