using AkkaRealtime.Benchmarks.Catchup;
using AkkaRealtime.Benchmarks.Fanout;
using AkkaRealtime.Benchmarks.Ring;

switch (args)
{
    case ["fanout", .. var rest]:
        return FanoutBenchmark.Run(FanoutOptions.Parse(rest));
    case ["catchup", .. var rest]:
        return await CatchupBenchmark.RunAsync(CatchupOptions.Parse(rest));
    case ["ring", .. var rest]:
        return await RingBenchmark.RunAsync(RingOptions.Parse(rest));
    case ["signalr-host", var url]:
        await SignalRHost.RunAsync(url);
        return 0;
    default:
        Console.Error.WriteLine("""
            dotnet run -c Release --project tests/AkkaRealtime.Benchmarks -- fanout [--only ours|signalr] [--seconds 3] [--rows 1000x1,1000x4,1000x16,rooms,idle]

            dotnet run -c Release --project tests/AkkaRealtime.Benchmarks -- catchup [--rooms 500] [--messages 5] [--only sqlite|postgres]

            dotnet run -c Release --project tests/AkkaRealtime.Benchmarks -- ring [--devices 20] [--rounds 100] [--ring-ms 1000] [--only sqlite|postgres]

            fanout   Deliveries per CPU-second of the server and memory per connection, beside SignalR in the same run.
            catchup  Requests, queries, bytes and milliseconds that two clients with many rooms need after they were away.
            ring     Milliseconds until the last of many devices stops ringing, after an accept, a decline, a cancel, and when its time is over.
            """);
        return 64;
}
