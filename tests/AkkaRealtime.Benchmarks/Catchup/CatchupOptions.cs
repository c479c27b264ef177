using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Catchup;

/// <summary>What is caught up with.</summary>
/// <param name="Rooms">Rooms that both clients are in.</param>
/// <param name="Messages">Messages in each room while they were away.</param>
/// <param name="Stores">Which stores.</param>
internal sealed record CatchupOptions(int Rooms, int Messages, IReadOnlyList<string> Stores)
{
    /// <summary>Reads the command line.</summary>
    public static CatchupOptions Parse(string[] args)
    {
        var arguments = new Arguments(args, "rooms", "messages", "only");
        return new CatchupOptions(arguments.Number("rooms", 500, tiny: 3), arguments.Number("messages", 5, tiny: 1), arguments.Some("only", "sqlite", "postgres"));
    }
}
