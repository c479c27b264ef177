import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Choices, numbersOf, shrink } from "./choices.ts";
import { outcomes } from "./outcome.ts";
import { Player } from "./player.ts";
import { run } from "./run.ts";

/** More with `SYNC_ORDERS=5000`; one alone with `SYNC_SEED=17`. */
const { SYNC_ORDERS = "250", SYNC_SEED } = environment();
const length = 1_200;

beforeEach(() => vi.useFakeTimers({ now: 1_800_000_000_000 }));
afterEach(() => vi.useRealTimers());

async function played(numbers: readonly number[]) {
  const player = new Player();
  await player.play(new Choices(numbers));
  const { shown, meant } = await outcomes(player);
  player.client.close();
  return { player, shown, meant };
}

async function fails(numbers: readonly number[]): Promise<boolean> {
  const { shown, meant } = await played(numbers);
  return !Object.is(JSON.stringify(shown), JSON.stringify(meant));
}

describe("a run of a real server", () => {
  it("is one in which something happens", () => {
    expect(run.steps.length).toBeGreaterThan(70);
  });

  it("is shown as it happened when it arrives in the order in which it happened", async () => {
    const { shown, meant } = await played([]);
    expect(shown).toEqual(meant);
  });

  it(
    "is shown as it happened in whatever order the protocol lets it arrive, also where it comes late, twice, or over several connections",
    async () => {
      const seeds = SYNC_SEED === undefined ? Array.from({ length: Number(SYNC_ORDERS) }, (_, i) => i + 1) : [Number(SYNC_SEED)];
      for (const seed of seeds) {
        const numbers = numbersOf(seed, length);
        if (!(await fails(numbers))) continue;
        const smallest = await shrink(numbers, fails);
        const { player, shown, meant } = await played(smallest);
        const order = player.trace.map((line) => `  ${line}`).join("\n");
        expect(shown, `SYNC_SEED=${seed} fails, at the shortest in this order:\n${order}\n`).toEqual(meant);
      }
    },
    600_000,
  );
});

function environment(): Readonly<Record<string, string | undefined>> {
  return (globalThis as { process?: { env: Readonly<Record<string, string | undefined>> } }).process?.env ?? {};
}
