using Akka.Actor;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;

namespace AkkaRealtime.Tests.Simulation;

/// <summary>A node's way to the store, in order. While the store is away entries fail, and whoever is told so can't know whether they were stored all the same.</summary>
internal sealed class SimJournal(SimTime time, Random random, SpecStore store, Func<bool> isAlive, Func<bool> isAway) : IJournal
{
    private const int UnheardOf = 4;

    // The store may be busy with it for longer than the node waits.
    private const int LateMs = 3_000;
    private double _free;

    public bool TryWrite(JournalEntry entry)
    {
        _free = Math.Max(_free, time.NowMs) + random.Next(1, 8);
        time.After(_free - time.NowMs, () =>
        {
            // A node that dies may have sent its last entries.
            if (!isAlive() && random.Next(2) == 0)
                return;
            var lost = isAway();
            JournalResult? result = null;
            if (!lost)
                result = Assert.Single(store.Engine.Commit([entry]));
            else if (random.Next(UnheardOf) == 0)
                time.After(random.Next(2) * random.Next(LateMs), () => store.Engine.Commit([entry]));
            time.After(random.Next(0, 4), () =>
            {
                if (isAlive())
                    entry.Owner.Tell(result ?? JournalFaults.Of(entry), ActorRefs.NoSender);
            });
        });
        return true;
    }
}
