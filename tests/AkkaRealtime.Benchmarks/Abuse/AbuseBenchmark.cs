using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Benchmarks.Report;

namespace AkkaRealtime.Benchmarks.Abuse;

/// <summary>
/// Some attack, and good users beside it: how long these wait for acknowledgement and sign-in, with the attack and right before it, what it costs in memory, and what the server refused.
/// The limits are those that an operator has by default, and hold for this machine's own addresses as for any.
/// </summary>
internal static class AbuseBenchmark
{
    private const int Speakers = 20;

    private static readonly Dictionary<string, string> Strict = new() { ["AkkaRealtime__Limits__LimitPrivateAddresses"] = "true" };

    /// <summary>Runs it and prints the table. 0 where no good user lost a connection or an acknowledgement.</summary>
    public static async Task<int> RunAsync(AbuseOptions options)
    {
        Cores.KeepLoadOff();
        Show.Heading($"{options.Good} good users beside {options.Hostile} hostile ones from one address, {options.Messages:N0} messages of others; {options.Time.TotalSeconds:N0} s each; server on core 0, load on core 1");
        var data = Directory.CreateTempSubdirectory("akkarealtime-abuse-");
        try
        {
            var rooms = await PrepareAsync(data.FullName, options);
            var table = new Table("attack", "ack p50", "p99", "without p50", "p99", "times", "sign-in p50", "p99", "without p50", "p99", "times", "MB", "kernel MB", "failed");
            var refused = new List<string>();
            var failed = 0;
            foreach (var attack in options.Attacks)
                failed += await MeasureAsync(attack, data.FullName, rooms, options, table, refused);
            Console.WriteLine();
            Console.WriteLine("Milliseconds; without: right before, on the same server. times: p99 with the attack to p99 without, 2 at most is what we want. MB: what the server's memory, and the kernel's (both ends), grew by. failed: good users who lost a connection, or waited 20 s in vain.");
            foreach (var line in refused)
                Console.WriteLine(line);
            return failed == 0 ? 0 : 1;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    // Without limits, since it would take long with them.
    private static async Task<IReadOnlyList<string>> PrepareAsync(string data, AbuseOptions options)
    {
        Show.Progress($"{options.Messages:N0} messages of others");
        var peer = new AkkaRealtimePeer(data) { Address = ServerUnderTest.FreeAddress() };
        using var server = ServerUnderTest.Start(peer);
        var rooms = peer.MakeRooms(options.Good, 1);
        var others = peer.MakeRooms(Speakers, 1, first: options.Good + 10);
        await Task.WhenAll(others.Select((room, i) => SpeakAsync(peer, options.Good + 10 + i, room, options.Messages / Speakers)));
        server.Stop();
        return rooms;
    }

    private static async Task SpeakAsync(AkkaRealtimePeer peer, int user, string room, int messages)
    {
        using var client = new Catchup.CatchupClient();
        await client.ConnectAsync(peer.Address, peer.TokenOf(user)!);
        for (var i = 0; i < messages; i++)
            await client.RequestAsync("chat.send", $"\"room\":\"{room}\",\"key\":\"k{i}\",\"text\":\"they talked to Tom about the tea that took time {i}\"");
    }

    private static async Task<int> MeasureAsync(string attack, string data, IReadOnlyList<string> rooms, AbuseOptions options, Table table, List<string> refused)
    {
        Show.Progress(attack);
        var peer = new AkkaRealtimePeer(data, more: Strict, rateLimiting: true) { Address = ServerUnderTest.FreeAddress() };
        using var server = ServerUnderTest.Start(peer);
        var good = new GoodUsers(peer, rooms);

        // Once without and once with the attack, for what is compiled at the first time, and a while to get over it.
        await ForAsync(options.Time / 4, good.RunAsync);
        using (var first = await AttackProcess.StartAsync(attack, peer.Address, options.Hostile, turn: 1))
        {
            await ForAsync(options.Time / 2, good.RunAsync);
            await first.StopAsync();
        }

        await ForAsync(options.Time / 4, good.RunAsync);
        await ForAsync(options.Time, good.RunAsync);
        var (acknowledged, signedIn) = (good.Acknowledged, good.SignedIn);
        var (before, memory) = (await Refusals.ReadAsync(peer.Address), Memory.Of(server.Id));
        using var attackers = await AttackProcess.StartAsync(attack, peer.Address, options.Hostile, turn: 2);
        await ForAsync(options.Time, good.RunAsync);
        var during = Memory.Of(server.Id);
        var outcomes = await attackers.StopAsync();
        table.Row(
            attack,
            Show.Number(good.Acknowledged.Ms(0.5)), Show.Number(good.Acknowledged.Ms(0.99)), Show.Number(acknowledged.Ms(0.5)), Show.Number(acknowledged.Ms(0.99)), Times(good.Acknowledged, acknowledged),
            Show.Number(good.SignedIn.Ms(0.5)), Show.Number(good.SignedIn.Ms(0.99)), Show.Number(signedIn.Ms(0.5)), Show.Number(signedIn.Ms(0.99)), Times(good.SignedIn, signedIn),
            Show.Megabytes(during.Resident - memory.Resident), during.Kernel is { } now && memory.Kernel is { } then ? Show.Megabytes(now - then) : Show.Nothing, Show.Number(good.Failed));
        refused.Add($"- {attack}: {outcomes}; refused: {(await Refusals.ReadAsync(peer.Address)).Since(before)}");
        server.Stop();
        return good.Failed;
    }

    private static string Times(Latencies with, Latencies without) => without.Ms(0.99) is var quiet and > 0 ? Show.Number(with.Ms(0.99) / quiet) : Show.Nothing;

    private static async Task ForAsync(TimeSpan time, Func<CancellationToken, Task> act)
    {
        using var over = new CancellationTokenSource(time, TimeProvider.System);
        await act(over.Token);
    }
}
