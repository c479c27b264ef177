using AkkaRealtime.Topics;

namespace AkkaRealtime.Tests.Simulation;

/// <summary>
/// What goes between nodes: late, twice, in another order, or never. How bad it is depends on the seed. Within a node everything comes at once, as between actors.
/// </summary>
internal sealed class SimNetwork(SimTime time, Random random, Action<string>? trace)
{
    private readonly double _loss = random.Next(3) switch { 0 => 0, 1 => 0.02, _ => 0.15 };
    private readonly double _twice = random.Next(3) switch { 0 => 0, _ => 0.05 };
    private readonly double _late = random.Next(3) switch { 0 => 0, _ => 0.05 };

    /// <summary>Messages that never came.</summary>
    public int Lost { get; private set; }

    /// <summary>The network is as it should be from now on.</summary>
    public bool IsGood { get; set; }

    /// <summary>Brings a message over, if it comes over at all.</summary>
    public void Send(SimNode from, SimNode to, object message, Action arrive)
    {
        trace?.Invoke($"{from.Address.Host} to {to.Address.Host}: {Told(message)}");
        if (from == to)
        {
            if (to.IsAlive)
                arrive();
            return;
        }

        if (!from.IsAlive || from.IsCutOff || to.IsCutOff || (!IsGood && random.NextDouble() < _loss))
        {
            Lost++;
            trace?.Invoke("lost");
            return;
        }

        Come(to, message, arrive);
        if (!IsGood && random.NextDouble() < _twice)
            Come(to, message, arrive);
    }

    private void Come(SimNode to, object message, Action arrive)
    {
        var late = !IsGood && random.NextDouble() < _late;
        time.After(late ? random.Next(5, 3_000) : random.Next(0, 4), () =>
        {
            trace?.Invoke($"{to.Address.Host} gets {Told(message)}");
            if (to.IsAlive && !to.IsCutOff)
                arrive();
            else
                Lost++;
        });
    }

    private static string Told(object message) => message switch
    {
        PublicationBatch batch => $"publications {string.Join(", ", batch.Publications.Select(p => $"{p.Topic}#{p.Seq}"))}; heads {string.Join(", ", batch.Heads.Select(h => $"{h.Topic}#{h.Seq}"))}",
        Head head => $"head {head.Topic}#{head.Seq}, missed {string.Join(", ", head.Missed.Select(p => p.Seq))}{(head.Truncated ? ", truncated" : "")}",
        _ => $"{message}",
    };
}
