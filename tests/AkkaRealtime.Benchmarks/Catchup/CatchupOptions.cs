using System.Globalization;

namespace AkkaRealtime.Benchmarks.Catchup;

/// <summary>What is caught up with.</summary>
/// <param name="Rooms">Rooms that both clients are in.</param>
/// <param name="Messages">Messages in each room while they were away.</param>
/// <param name="Only"><c>sqlite</c> or <c>postgres</c>; null: both.</param>
internal sealed record CatchupOptions(int Rooms, int Messages, string? Only)
{
    /// <summary>Reads the command line.</summary>
    public static CatchupOptions Parse(string[] args)
    {
        var options = new CatchupOptions(500, 5, null);
        for (var i = 0; i + 1 < args.Length; i += 2)
        {
            options = args[i] switch
            {
                "--rooms" => options with { Rooms = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                "--messages" => options with { Messages = int.Parse(args[i + 1], CultureInfo.InvariantCulture) },
                "--only" => options with { Only = args[i + 1] },
                _ => throw new ArgumentException($"Unknown option {args[i]}."),
            };
        }

        return options;
    }
}
