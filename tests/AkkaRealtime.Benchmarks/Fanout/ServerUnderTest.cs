using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AkkaRealtime.Benchmarks.Load;

namespace AkkaRealtime.Benchmarks.Fanout;

/// <summary>A server as a process of its own, pinned to core 0, with the kernel's books on it.</summary>
internal sealed class ServerUnderTest : IDisposable
{
    private const double TicksPerSecond = 100;

    // For both servers alike: what our runtimeconfig says, so that the runtime's settings are no part of the comparison.
    private static readonly Dictionary<string, string> Runtime = new()
    {
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_TieredPGO"] = "0",
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
    };

    private readonly Process _process;

    private ServerUnderTest(Process process) => _process = process;

    /// <summary>Seconds of CPU (user and system) that the process has used.</summary>
    public double CpuSeconds
    {
        get
        {
            // Fields 14 and 15 of proc(5); the name in parentheses may hold spaces.
            var text = File.ReadAllText($"/proc/{_process.Id}/stat");
            var fields = text[(text.LastIndexOf(')') + 2)..].Split(' ');
            return (double.Parse(fields[11], CultureInfo.InvariantCulture) + double.Parse(fields[12], CultureInfo.InvariantCulture)) / TicksPerSecond;
        }
    }

    /// <summary>Resident memory, bytes.</summary>
    public long Rss =>
        long.Parse(File.ReadAllText($"/proc/{_process.Id}/statm").Split(' ')[1], CultureInfo.InvariantCulture) * Environment.SystemPageSize;

    /// <summary>Starts a peer's server and returns when it can be used.</summary>
    public static ServerUnderTest Start(Peer peer)
    {
        var start = new ProcessStartInfo("taskset", ["-c", "0", "dotnet", .. peer.Command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in Runtime.Concat(peer.Environment))
            start.Environment[key] = value;
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => Report(peer, e.Data);
        process.ErrorDataReceived += (_, e) => Report(peer, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerUnderTest(process);
        try
        {
            server.UntilReady(peer);
            return server;
        }
        catch
        {
            server.Dispose();
            throw;
        }
    }

    /// <summary>A port of 127.0.0.1 that nobody has now.</summary>
    public static IPEndPoint FreeAddress()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return (IPEndPoint)socket.LocalEndPoint!;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void UntilReady(Peer peer)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        using var pause = new ManualResetEventSlim();
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < TimeSpan.FromSeconds(40) && !_process.HasExited; pause.Wait(50))
        {
            try
            {
                using var response = client.Send(new HttpRequestMessage(HttpMethod.Get, new Uri($"http://{peer.Address}{peer.ReadyPath}")));
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                // Not yet.
            }
        }

        throw new InvalidOperationException($"{peer.Name} did not get ready.");
    }

    private static void Report(Peer peer, string? line)
    {
        if (!string.IsNullOrWhiteSpace(line) && !line.Contains("Health check", StringComparison.Ordinal))
            Console.Error.WriteLine($"[{peer.Name}] {line}");
    }
}
