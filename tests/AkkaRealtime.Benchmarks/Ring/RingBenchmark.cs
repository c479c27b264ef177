using System.Globalization;
using System.Text.RegularExpressions;
using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;
using AkkaRealtime.Tests.Storage.Postgres;

namespace AkkaRealtime.Benchmarks.Ring;

/// <summary>
/// One user with many devices is called again and again: how long it takes from what ends the ringing (an accept, a decline, a cancel, its
/// time) until the last device was told to stop; and whether a device that connects after an accept still rings.
/// </summary>
internal static partial class RingBenchmark
{
    private const int Caller = 0;
    private const int Callee = 1;

    /// <summary>Runs it and prints the table. 0 where it finished.</summary>
    public static async Task<int> RunAsync(RingOptions options)
    {
        Cores.KeepLoadOff();
        Console.WriteLine($"One callee, {options.Devices} devices, {options.Rounds} calls a row; server on core 0; .NET {Environment.Version}");
        Console.WriteLine();
        Console.WriteLine($"{"until the last device stops, ms",-40}{"p50",10}{"p99",10}{"max",10}");
        var isRight = true;
        if (options.Stores.Contains("sqlite"))
            isRight &= await MeasureAsync("SQLite", null, options);
        if (options.Stores.Contains("postgres"))
        {
            if (PostgresServer.FindPrograms() is { } programs)
            {
                using var postgres = new PostgresServer(programs);
                isRight &= await MeasureAsync("PostgreSQL", postgres.NewDatabase(), options);
            }
            else
            {
                Console.WriteLine("PostgreSQL is not installed: apt-get install -y --no-install-recommends postgresql");
            }
        }

        return isRight ? 0 : 1;
    }

    private static async Task<bool> MeasureAsync(string store, string? database, RingOptions options)
    {
        var data = Directory.CreateTempSubdirectory("akkarealtime-bench-");
        try
        {
            var more = new Dictionary<string, string> { ["AkkaRealtime__Calls__RingMs"] = options.RingMs.ToString(CultureInfo.InvariantCulture) };
            var peer = new AkkaRealtimePeer(data.FullName, database, more) { Address = ServerUnderTest.FreeAddress() };
            using var server = ServerUnderTest.Start(peer);
            var (caller, _) = await RingDevice.ConnectAsync(peer.Address, peer.TokenOf(Caller)!, "caller");
            var devices = new List<RingDevice>();
            for (var i = 0; i < options.Devices; i++)
                devices.Add((await RingDevice.ConnectAsync(peer.Address, peer.TokenOf(Callee)!, $"device{i}")).Device);
            var ring = new Ringing(peer, caller, devices);

            // Once for the runtime, which compiles what is needed.
            for (var i = 0; i < 10; i++)
            {
                await ring.AcceptAsync(i);
                await ring.DeclineAsync(i);
                await ring.CancelAsync();
            }

            var before = await CommitsAsync(peer);
            await RowAsync($"{store}: accept", options.Rounds, ring.AcceptAsync);
            await RowAsync($"{store}: decline", options.Rounds, ring.DeclineAsync);
            await RowAsync($"{store}: cancel", options.Rounds, _ => ring.CancelAsync());
            await RowAsync($"{store}: its time is over", Math.Min(options.Rounds, 30), _ => ring.TimeOutAsync());
            var after = await CommitsAsync(peer);
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{$"{store}: a commit, mean of {after.Count - before.Count}",-40}{(after.Seconds - before.Seconds) / (after.Count - before.Count) * 1_000,10:F1}"));
            var late = await ring.CountLateRingsAsync(Math.Min(options.Rounds, 20));
            Console.WriteLine($"{store}: connected after the accept and still ringing: {late}");
            devices.ForEach(d => d.Dispose());
            caller.Dispose();
            return late == 0;
        }
        finally
        {
            data.Delete(recursive: true);
        }
    }

    private static async Task RowAsync(string row, int rounds, Func<int, Task<double>> round)
    {
        var times = new List<double>();
        for (var i = 0; i < rounds; i++)
            times.Add(await round(i));
        times.Sort();
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture, $"{row,-40}{times[times.Count / 2],10:F1}{times[(int)Math.Ceiling(times.Count * 0.99) - 1],10:F1}{times[^1],10:F1}"));
    }

    private static async Task<(double Seconds, double Count)> CommitsAsync(Peer peer)
    {
        using var http = new HttpClient();
        var metrics = await http.GetStringAsync(new Uri($"http://{peer.Address}/metrics"));
        return (Sum(CommitSum()), Sum(CommitCount()));

        double Sum(Regex line) => line.Matches(metrics).Sum(m => double.Parse(m.Groups[1].Value, CultureInfo.InvariantCulture));
    }

    [GeneratedRegex(@"^akkarealtime_journal_commit\w*_sum(?:\{[^}]*\})? (\S+)", RegexOptions.Multiline)]
    private static partial Regex CommitSum();

    [GeneratedRegex(@"^akkarealtime_journal_commit\w*_count(?:\{[^}]*\})? (\S+)", RegexOptions.Multiline)]
    private static partial Regex CommitCount();

    private sealed class Ringing(Peer peer, RingDevice caller, IReadOnlyList<RingDevice> devices)
    {
        private int _calls;

        /// <summary>From the accept until the last other device stops.</summary>
        public async Task<double> AcceptAsync(int round)
        {
            var (call, _) = await RingAsync();
            var ms = await AcceptAsync(call, round);
            await EndAsync(call);
            return ms;
        }

        /// <summary>From the decline until the last device stops.</summary>
        public async Task<double> DeclineAsync(int round)
        {
            var (call, _) = await RingAsync();
            var at = await devices[round % devices.Count].SendAsync("call.decline", $"\"callId\":\"{call}\"");
            var ms = await LastAsync(devices, call, "call.ended", at);
            await caller.UntilAsync(h => h.Type == "call.ended" && h.Call == call);
            return ms;
        }

        /// <summary>From the cancel until the last device stops.</summary>
        public async Task<double> CancelAsync()
        {
            var (call, _) = await RingAsync();
            return await LastAsync(devices, call, "call.ended", await caller.SendAsync("call.cancel", $"\"callId\":\"{call}\""));
        }

        /// <summary>From the moment at which ringing ends, as the devices were told, until the last one stops.</summary>
        public async Task<double> TimeOutAsync()
        {
            var (call, until) = await RingAsync();
            return await LastAsync(devices, call, "call.ended", until);
        }

        /// <summary>How often a device that connects right after an accept is told that the call still rings for it.</summary>
        public async Task<int> CountLateRingsAsync(int rounds)
        {
            var late = 0;
            for (var i = 0; i < rounds; i++)
            {
                var (call, _) = await RingAsync();
                await AcceptAsync(call, i);
                var (device, ready) = await RingDevice.ConnectAsync(peer.Address, peer.TokenOf(Callee)!, "late");
                using (device)
                    late += ready.GetProperty("calls").EnumerateArray().Count(c => c.GetProperty("ringing").GetArrayLength() > 0);
                await EndAsync(call);
            }

            return late;
        }

        private async Task<(string Call, DateTimeOffset Until)> RingAsync()
        {
            await caller.SendAsync("call.start", $"\"user\":\"u{Callee}\",\"media\":\"audio\",\"key\":\"k{++_calls}\"");
            var call = (await caller.UntilAsync(h => h.Type == "call.started")).Call!;
            var incoming = await Task.WhenAll(devices.Select(d => d.UntilAsync(h => h.Type == "call.incoming" && h.Call == call)));
            return (call, incoming[0].Data.GetProperty("expiresAt").GetDateTimeOffset());
        }

        private async Task<double> AcceptAsync(string call, int round)
        {
            var by = devices[round % devices.Count];
            var at = await by.SendAsync("call.accept", $"\"callId\":\"{call}\"");
            var ms = await LastAsync(devices.Where(d => d != by), call, "call.answered-elsewhere", at);
            await by.UntilAsync(h => h.Type == "call.joined");
            return ms;
        }

        private async Task EndAsync(string call)
        {
            await caller.SendAsync("call.leave", $"\"callId\":\"{call}\"");
            await Task.WhenAll(devices.Append(caller).Select(d => d.UntilAsync(h => h.Type == "call.ended" && h.Call == call)));
        }

        private static async Task<double> LastAsync(IEnumerable<RingDevice> told, string call, string type, DateTimeOffset from)
        {
            var all = await Task.WhenAll(told.Select(d => d.UntilAsync(h => h.Type == type && h.Call == call)));
            return (all.Max(h => h.At) - from).TotalMilliseconds;
        }
    }
}
