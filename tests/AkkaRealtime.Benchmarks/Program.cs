using AkkaRealtime.Benchmarks;
using AkkaRealtime.Benchmarks.Abuse;
using AkkaRealtime.Benchmarks.Peers;

switch (args)
{
    case ["signalr-host", var url]:
        await SignalRHost.RunAsync(url);
        return 0;
    case [AttackProcess.Command, var attack, var server, var hostile, var turn]:
        return await AttackProcess.RunAsync(attack, server, hostile, turn);
    case [var name, .. var options] when Commands.All.TryGetValue(name, out var command):
        try
        {
            return await command.Run(options);
        }
        catch (ArgumentException e)
        {
            Console.Error.WriteLine(e.Message);
            return 64;
        }

    default:
        Console.Error.WriteLine("dotnet run -c Release --project tests/AkkaRealtime.Benchmarks -- COMMAND [--option value …]\n");
        foreach (var (known, what) in Commands.All)
            Console.Error.WriteLine($"{known,-9}{what.What}\n         {what.Options}\n");
        Console.Error.WriteLine("With --tiny a command takes seconds: it shows that it runs, and measures nothing.");
        return 64;
}
