using AkkaRealtime.Benchmarks.Abuse;
using AkkaRealtime.Benchmarks.Catchup;
using AkkaRealtime.Benchmarks.Compare;
using AkkaRealtime.Benchmarks.Idle;
using AkkaRealtime.Benchmarks.Micro;
using AkkaRealtime.Benchmarks.Nodes;
using AkkaRealtime.Benchmarks.Page;
using AkkaRealtime.Benchmarks.Ring;
using AkkaRealtime.Benchmarks.Scale;
using AkkaRealtime.Benchmarks.Start;
using AkkaRealtime.Benchmarks.Storage;
using AkkaRealtime.Benchmarks.Storm;

namespace AkkaRealtime.Benchmarks;

/// <summary>One benchmark.</summary>
/// <param name="What">What it measures.</param>
/// <param name="Options">Its options, with what they are when they are left out.</param>
/// <param name="Run">Runs it; returns the exit code.</param>
internal sealed record Command(string What, string Options, Func<string[], Task<int>> Run);

/// <summary>What there is to measure.</summary>
internal static class Commands
{
    /// <summary>All of it, by the name on the command line.</summary>
    public static IReadOnlyDictionary<string, Command> All { get; } = new Dictionary<string, Command>
    {
        ["compare"] = new(
            "The same work for AkkaRealtime, SignalR, Socket.IO, ws and nchan: deliveries per CPU-second, memory, connecting, latencies, losses.",
            "--only signalr,socketio,ws,nchan,ours --rows fanout,idle,connect,latency (or 1000x1, 1000x4, 1000x16, rooms, latency-crowd, latency-rooms) --seconds 3",
            Now(CompareBenchmark.Run)),
        ["storage"] = new(
            "Acknowledged messages a second, beside a bare writer on the same store.",
            "--only sqlite,postgres --senders 1,16,256,4096 --rooms one,many --seconds 5",
            Now(StorageBenchmark.Run)),
        ["storm"] = new(
            "All clients lose their sockets at once and come back.",
            "--clients 15000 --only signalr,ours",
            Now(StormBenchmark.Run)),
        ["idle"] = new(
            "CPU and memory of connections that do nothing, and what is given back when they have gone.",
            "--connections 1000,10000 --seconds 30 --only signalr,ours",
            Now(IdleBenchmark.Run)),
        ["start"] = new(
            "From start to ready, and from SIGTERM to the end.",
            "--rounds 10 --only signalr,ours,readytorun",
            Now(StartBenchmark.Run)),
        ["scale"] = new(
            "The same talk on one core and on two, and beside many idle connections.",
            "--idle 10000 --seconds 5 --only signalr,ours",
            Now(ScaleBenchmark.Run)),
        ["nodes"] = new(
            "The same talk on one node and on three, on PostgreSQL: what it costs to be a cluster.",
            "--nodes 3 --seconds 5 --turns 7 --only rooms,crowd --rooms 30",
            Now(NodesBenchmark.Run)),
        ["micro"] = new(
            "Decode, encode, frames, relay, outbox and journal alone: nanoseconds and bytes.",
            "--seconds 3",
            Now(MicroBenchmark.Run)),
        ["catchup"] = new(
            "Requests, queries, bytes and milliseconds that two clients with many rooms need after they were away.",
            "--rooms 500 --messages 5 --only sqlite|postgres",
            args => CatchupBenchmark.RunAsync(CatchupOptions.Parse(args))),
        ["ring"] = new(
            "Milliseconds until the last of many devices stops ringing, after an accept, a decline, a cancel, and when its time is over.",
            "--devices 20 --rounds 100 --ring-ms 1000 --only sqlite|postgres",
            args => RingBenchmark.RunAsync(RingOptions.Parse(args))),
        ["page"] = new(
            "The page with many rooms and messages in Chromium: milliseconds until it is open, frames of scrolling, memory.",
            "--messages 50000 --rooms 300 --turns 300 --loads 10",
            args => PageBenchmark.RunAsync(PageOptions.Parse(args))),
        ["abuse"] = new(
            "Good users beside one attack after the other: acknowledgement and sign-in with and without, memory, what was refused.",
            "--only searches,creates,subscribes,signals,uploads,pings,tiny-frames,never-readers,handshakes,bad-tokens,silent,half-open,slow-heads --good 20 --hostile 50 --messages 40000 --seconds 10",
            args => AbuseBenchmark.RunAsync(AbuseOptions.Parse(args))),
    };

    private static Func<string[], Task<int>> Now(Func<string[], int> run) => args => Task.FromResult(run(args));
}
