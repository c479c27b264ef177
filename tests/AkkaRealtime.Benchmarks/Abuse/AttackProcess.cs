using System.Diagnostics;
using System.Globalization;
using System.Net;
using AkkaRealtime.Benchmarks.Load;
using AkkaRealtime.Benchmarks.Peers;

namespace AkkaRealtime.Benchmarks.Abuse;

/// <summary>
/// The attackers, as a process of their own that takes what the good users leave of the load's core (the scheduler's class for idle work): were they one process, whoever attacks
/// would keep the good users from sending, and that would be measured instead of the server.
/// </summary>
internal sealed class AttackProcess : IDisposable
{
    /// <summary>This program's command for it: name of the attack, address, how many, and which turn.</summary>
    public const string Command = "attack";

    private const string Begun = "begun";

    private readonly Process _process;

    private AttackProcess(Process process) => _process = process;

    /// <summary>Starts the process, and returns when the attack has begun. Each turn has users and an address of its own, to which the limits owe nothing yet.</summary>
    public static async Task<AttackProcess> StartAsync(string attack, IPEndPoint server, int hostile, int turn)
    {
        var start = new ProcessStartInfo("chrt", ["--idle", "0", "dotnet", typeof(AttackProcess).Assembly.Location, Command, attack, $"{server}", .. new[] { hostile, turn }.Select(n => n.ToString(CultureInfo.InvariantCulture))])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        var attackers = new AttackProcess(Process.Start(start)!);
        if (await attackers._process.StandardOutput.ReadLineAsync() == Begun)
            return attackers;
        attackers.Dispose();
        throw new InvalidOperationException($"The attack '{attack}' has not begun.");
    }

    /// <summary>Ends the attack; what came of it, as far as the attackers saw it.</summary>
    public async Task<string> StopAsync()
    {
        _process.StandardInput.Close();
        var outcomes = await _process.StandardOutput.ReadToEndAsync();
        await _process.WaitForExitAsync();
        return outcomes.Trim();
    }

    /// <summary>What the process does: attacks until its standard input ends.</summary>
    public static async Task<int> RunAsync(string attack, string server, string hostile, string turn)
    {
        Cores.KeepLoadOff();
        var target = new AbuseTarget(new AkkaRealtimePeer("") { Address = IPEndPoint.Parse(server) }, int.Parse(hostile, CultureInfo.InvariantCulture), int.Parse(turn, CultureInfo.InvariantCulture));
        using var over = new CancellationTokenSource();
        var attacking = AllAttacks.RunAsync(attack, target, over.Token);
        Console.WriteLine(Begun);
        await Console.In.ReadToEndAsync(CancellationToken.None);
        await over.CancelAsync();
        await attacking;
        Console.WriteLine(string.Join(", ", target.Outcomes.OrderByDescending(o => o.Value).Select(o => string.Create(CultureInfo.InvariantCulture, $"{o.Value:N0} {o.Key}"))));
        return 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
            _process.Kill();
        _process.Dispose();
    }
}
