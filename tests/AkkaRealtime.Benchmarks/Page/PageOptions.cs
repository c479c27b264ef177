using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Page;

/// <summary>What the page has to show.</summary>
/// <param name="Messages">Messages; half of them in one room, the others in the rest.</param>
/// <param name="Rooms">Rooms of the one who looks.</param>
/// <param name="Turns">Turns of the wheel in each direction.</param>
/// <param name="Loads">How often the page is loaded again.</param>
internal sealed record PageOptions(int Messages, int Rooms, int Turns, int Loads)
{
    /// <summary>Rooms that are opened one after the other.</summary>
    public int Visits => Math.Min(20, Rooms - 1);

    /// <summary>Reads the command line.</summary>
    public static PageOptions Parse(string[] args)
    {
        var arguments = new Arguments(args, "messages", "rooms", "turns", "loads");
        var options = new PageOptions(
            arguments.Number("messages", 50_000, tiny: 60), arguments.Number("rooms", 300, tiny: 3), arguments.Number("turns", 300, tiny: 5), arguments.Number("loads", 10, tiny: 1));
        return options.Rooms >= 2 ? options : throw new ArgumentException("--rooms is 2 or more: a long one, and others.");
    }
}
