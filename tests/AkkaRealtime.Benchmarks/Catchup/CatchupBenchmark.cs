using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;
using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Server.Tests.Support;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Benchmarks.Catchup;

/// <summary>
/// Two clients with many rooms each come back after messages were sent: what it costs to catch up, in requests, queries, bytes and milliseconds, on each
/// store; once at a server that runs, and once right after it was killed and started again, where every room's owner has to be loaded as well.
/// </summary>
internal static partial class CatchupBenchmark
{
    private const string Text = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const int Writer = 0;

    /// <summary>Runs it and prints the table. 0 where it finished.</summary>
    public static async Task<int> RunAsync(CatchupOptions options)
    {
        Cores.KeepLoadOff();
        Console.WriteLine($"Two clients, {options.Rooms} rooms each, {options.Messages} messages a room missed; server on core 0; .NET {Environment.Version}");
        Console.WriteLine();
        Console.WriteLine($"{"",-34}{"requests",10}{"queries",10}{"events",10}{"KB",10}{"ms",10}");
        if (options.Stores.Contains("sqlite"))
            await MeasureAsync("SQLite", null, options);
        if (options.Stores.Contains("postgres"))
        {
            if (PostgresServer.FindPrograms() is { } programs)
            {
                using var postgres = new PostgresServer(programs);
                await MeasureAsync("PostgreSQL", postgres.NewDatabase(), options);
            }
            else
            {
                Console.WriteLine("PostgreSQL is not installed: apt-get install -y --no-install-recommends postgresql");
            }
        }

        return 0;
    }

    private static async Task MeasureAsync(string store, string? database, CatchupOptions options)
    {
        var data = Directory.CreateTempSubdirectory("akkarealtime-bench-");
        try
        {
            var peer = new AkkaRealtimePeer(data.FullName, database) { Address = ServerUnderTest.FreeAddress() };
            Dictionary<string, long> heads;
            using (var server = ServerUnderTest.Start(peer))
            {
                var rooms = await MakeRoomsAsync(peer, options.Rooms);
                heads = await SendAsync(peer, rooms, options.Messages);

                // Once for the runtime, which compiles what is needed.
                await CatchUpAsync(null, peer, heads);
                await CatchUpAsync($"{store}, running", peer, heads);
            }

            using (ServerUnderTest.Start(peer))
                await CatchUpAsync($"{store}, just started", peer, heads);
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task<List<string>> MakeRoomsAsync(Peer peer, int count)
    {
        using var writer = new CatchupClient();
        await writer.ConnectAsync(peer.Address, peer.TokenOf(Writer)!);
        var rooms = new List<string>();
        for (var i = 0; i < count; i++)
        {
            var created = await writer.RequestAsync("chat.create", $"\"kind\":\"group\",\"name\":\"Room {i}\",\"members\":[\"u1\",\"u2\"]");
            rooms.Add(created.GetProperty("room").GetProperty("id").GetString()!);
        }

        return rooms;
    }

    // Returns where the two were before.
    private static async Task<Dictionary<string, long>> SendAsync(Peer peer, List<string> rooms, int messages)
    {
        using var writer = new CatchupClient();
        await writer.ConnectAsync(peer.Address, peer.TokenOf(Writer)!);
        var heads = new Dictionary<string, long>();
        foreach (var room in rooms)
        {
            for (var i = 0; i < messages; i++)
            {
                var sent = await writer.RequestAsync("chat.send", $"\"room\":\"{room}\",\"key\":\"k{i}\",\"text\":\"{Text}\"");
                heads.TryAdd(room, sent.GetProperty("seq").GetInt64() - 1);
            }
        }

        return heads;
    }

    private static async Task CatchUpAsync(string? row, Peer peer, Dictionary<string, long> heads)
    {
        var positions = string.Join(',', heads.Select(h => $"\"{h.Key}\":{h.Value}"));
        using var one = new CatchupClient();
        using var two = new CatchupClient();
        CatchupClient[] both = [one, two];
        await StepAsync(row is null ? null : $"{row}: session.ready", peer, both, (client, user) => client.ConnectAsync(peer.Address, peer.TokenOf(user)!));
        await StepAsync(row is null ? null : $"{row}: chat.sync", peer, both, (client, _) => client.RequestAsync("chat.sync", $"\"rooms\":{{{positions}}}"));
        await StepAsync(row is null ? null : $"{row}: chat.rooms", peer, both, (client, _) => client.RequestAsync("chat.rooms", ""));
    }

    private static async Task StepAsync(string? row, Peer peer, CatchupClient[] clients, Func<CatchupClient, int, Task> step)
    {
        var queries = await QueriesAsync(peer);
        var (requests, events, bytes) = (clients.Sum(c => c.Requests), clients.Sum(c => c.Events), clients.Sum(c => c.Bytes));
        var time = Stopwatch.StartNew();
        await Task.WhenAll(clients.Select((client, i) => step(client, i + 1)));
        var milliseconds = time.Elapsed.TotalMilliseconds;
        var used = await SettledAsync(peer) - queries;
        if (row is null)
            return;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{row,-34}{clients.Sum(c => c.Requests) - requests,10}{used,10}{clients.Sum(c => c.Events) - events,10}{(clients.Sum(c => c.Bytes) - bytes) / 1024.0,10:F1}{milliseconds,10:F1}"));
    }

    // What the step sets off behind its answer (owners that are loaded, marks) belongs to it: until nothing more is read.
    private static async Task<long> SettledAsync(Peer peer)
    {
        var last = -1L;
        return await AnotherProcess.UntilAsync(
            () => QueriesAsync(peer),
            now =>
            {
                var same = now == last;
                last = now;
                return same;
            },
            every: TimeSpan.FromMilliseconds(500));
    }

    private static async Task<long> QueriesAsync(Peer peer)
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri($"http://{peer.Address}/metrics"));
        return Queries().Matches(metrics).Sum(m => (long)double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^akkarealtime_store_queries\w*(?:\{[^}]*\})? (\S+)", RegexOptions.Multiline)]
    private static partial Regex Queries();
}
