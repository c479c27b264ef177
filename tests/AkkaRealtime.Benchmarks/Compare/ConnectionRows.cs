using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Compare;

/// <summary>Connections that do nothing but be there, each in a room of ten: what they hold, and what it takes to get there.</summary>
internal static class ConnectionRows
{
    private const int Room = CompareOptions.SmallRoom;

    private const int Before = 10;

    /// <summary>Memory over that of the started server, rooms included. A few have connected before, so that what they need is compiled.</summary>
    public static void MeasureIdle(CompareOptions options, PeerFigures figures)
    {
        var connections = Proc.Connections(options.Idle) / Room * Room;
        using var bench = Bench.Start(figures.Peer);
        bench.Connect(Before, Room);
        var before = bench.Server.Rss;
        bench.Load.Connect(bench.Peer.MakeRooms(connections / Room, Room, first: Before * Room), Room);
        bench.Load.Idle(options.Time);
        figures.Add($"{connections:N0} idle, in rooms of {Room}", "KB per connection", (bench.Server.Rss - before) / 1_024.0 / connections);
    }

    /// <summary>
    /// CPU of the server from the first byte until a connection takes part: of the last turn, where those before made it no cheaper (<see cref="Bench.WarmUp(Func{double})"/>).
    /// </summary>
    public static void MeasureConnect(CompareOptions options, PeerFigures figures)
    {
        using var bench = Bench.Start(figures.Peer);
        var joining = Math.Min(options.Joining, Proc.Connections((Bench.MostTurns + 2) * options.Joining) / (Bench.MostTurns + 2) / Room * Room);
        var connected = 0;
        Bench.WarmUp(Connect);
        figures.Add("connect and join", "µs of CPU per connection", 1e6 / Connect());

        double Connect()
        {
            var rooms = bench.Peer.MakeRooms(joining / Room, Room, first: connected);
            bench.Calm();
            var cpu = bench.Server.CpuSeconds;
            bench.Load.Connect(rooms, Room);
            connected += joining;
            return joining / (bench.Server.CpuSeconds - cpu);
        }
    }
}
