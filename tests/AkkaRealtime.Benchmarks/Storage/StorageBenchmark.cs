using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Benchmarks.Report;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Benchmarks.Storage;

/// <summary>
/// Messages that are acknowledged, which is after they are on disk: how many a second and how soon, beside a bare writer that commits as many rows
/// at once as there are senders, on the same store and the same core.
/// </summary>
internal static class StorageBenchmark
{
    // Beyond that many, the senders of one room share connections: it is storing that is measured here, and not how a room of thousands is told.
    private const int ConnectionsOfOneRoom = 4;

    private sealed record Options(IReadOnlyList<int> Senders, TimeSpan Time, TimeSpan WarmUp, IReadOnlyList<string> Rooms);

    /// <summary>Runs it and prints the table. 0 where it finished.</summary>
    public static int Run(string[] args)
    {
        var arguments = new Arguments(args, "senders", "seconds", "rooms", "only");
        var options = new Options(
            [.. arguments.Numbers("senders", [1, 16, 256, 4_096], tiny: [1, 16]).Order()],
            arguments.Seconds("seconds", 5),
            TimeSpan.FromSeconds(arguments.IsTiny ? 0.2 : 8),
            arguments.Some("rooms", "one", "many"));
        Cores.KeepLoadOff();
        Show.Heading($"Acknowledged messages; server and bare writer on core 0, load on core 1; {options.Time.TotalSeconds} s a row");
        var table = new Table("", "a second", "p50, ms", "p99, ms", "CPU µs each", "refused", "bare, a second", "p50, ms", "p99, ms", "ratio");
        foreach (var store in arguments.Some("only", "sqlite", "postgres"))
        {
            if (store == "sqlite")
                Measure("SQLite", null, options, table);
            else if (PostgresServer.FindPrograms() is { } programs)
                MeasurePostgres(programs, options, table);
            else
                Console.Error.WriteLine("PostgreSQL is not installed: apt-get install -y --no-install-recommends postgresql");
        }

        return 0;
    }

    private static void MeasurePostgres(string programs, Options options, Table table)
    {
        using var postgres = new PostgresServer(programs, durable: true);
        Measure("PostgreSQL", postgres, options, table);
    }

    private static void Measure(string store, PostgresServer? postgres, Options options, Table table)
    {
        var bare = options.Senders.ToDictionary(senders => senders, senders => MeasureBare(postgres, senders, options.Time));
        foreach (var rooms in options.Rooms)
        {
            using var bench = Bench.Start(directory => new AkkaRealtimePeer(directory, postgres?.NewDatabase()) { Address = ServerUnderTest.FreeAddress() });
            using var load = new SendersLoad((AkkaRealtimePeer)bench.Peer);
            if (rooms == "one")
                load.Connect(bench.Peer.MakeRooms(1, ConnectionsOfOneRoom), ConnectionsOfOneRoom);
            else
                load.Connect(bench.Peer.MakeRooms(options.Senders[^1], 1), 1);
            load.Send(options.Senders[^1], options.WarmUp);
            foreach (var senders in options.Senders)
            {
                load.Send(senders, options.WarmUp / 8);
                var cpu = bench.Server.CpuSeconds;
                var (acknowledged, refused, latencies) = load.Send(senders, options.Time);
                cpu = bench.Server.CpuSeconds - cpu;
                var (ours, other) = (acknowledged / options.Time.TotalSeconds, bare[senders]);
                table.Row(
                    $"{store}: {senders:N0} in {(rooms == "one" ? "one room" : "a room each")}",
                    Show.Number(ours), Show.Number(latencies.Ms(0.5)), Show.Number(latencies.Ms(0.99)), Show.Number(cpu * 1e6 / acknowledged), Show.Number(refused),
                    Show.Number(other.PerSecond), Show.Number(other.Latencies.Ms(0.5)), Show.Number(other.Latencies.Ms(0.99)), Show.Number(ours / other.PerSecond));
            }
        }
    }

    private static (double PerSecond, Latencies Latencies) MeasureBare(PostgresServer? postgres, int senders, TimeSpan time)
    {
        var directory = Directory.CreateTempSubdirectory("akkarealtime-bench-");
        try
        {
            return Cores.OnServers(() =>
            {
                using IBareWriter writer = postgres is null ? new BareSqlite(directory.FullName) : new BarePostgres(postgres.NewDatabase());
                return BareBatches.Run(writer, senders, time);
            });
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
