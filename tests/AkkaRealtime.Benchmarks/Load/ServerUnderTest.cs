using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using AkkaRealtime.Benchmarks.Peers;

namespace AkkaRealtime.Benchmarks.Load;

/// <summary>A server as a process of its own, on cores of its own, with the kernel's books on it.</summary>
internal sealed partial class ServerUnderTest : IDisposable
{
    private const int Terminate = 15;
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    // For all servers on .NET alike: what our runtimeconfig says, so that the runtime's settings are no part of the comparison.
    private static readonly Dictionary<string, string> Runtime = new()
    {
        ["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0",
        ["DOTNET_gcServer"] = "0",
        ["DOTNET_gcConcurrent"] = "0",
        ["DOTNET_TieredPGO"] = "0",

        // In hexadecimal: 20 ms.
        ["DOTNET_TC_CallCountingDelayMs"] = "14",
        ["ASPNETCORE_ENVIRONMENT"] = "Production",
    };

    private readonly Process _process;

    private ServerUnderTest(Process process) => _process = process;

    /// <summary>The process.</summary>
    public int Id => _process.Id;

    /// <summary>From the start of the process until it could be used.</summary>
    public TimeSpan StartedAfter { get; private set; }

    /// <summary>Seconds of CPU (user and system) that it has used.</summary>
    public double CpuSeconds => Proc.CpuSeconds(Id);

    /// <summary>Resident memory, bytes.</summary>
    public long Rss => Proc.Rss(Id);

    /// <summary>Starts a peer's server and returns when it can be used.</summary>
    public static ServerUnderTest Start(Peer peer, string cores = Cores.Server)
    {
        var start = new ProcessStartInfo("taskset", ["-c", cores, .. peer.Command]) { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var (key, value) in Runtime.Concat(peer.Environment))
            start.Environment[key] = value;
        var time = Stopwatch.StartNew();
        var process = Process.Start(start)!;
        process.OutputDataReceived += (_, e) => Report(peer, e.Data);
        process.ErrorDataReceived += (_, e) => Report(peer, e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        var server = new ServerUnderTest(process);
        try
        {
            server.UntilReady(peer);
            server.StartedAfter = time.Elapsed;
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

    /// <summary>Asks it to end (SIGTERM); how long that took.</summary>
    public TimeSpan Stop()
    {
        var time = Stopwatch.StartNew();
        _ = kill(Id, Terminate);
        return _process.WaitForExit(Patience) ? time.Elapsed : throw new TimeoutException("The server did not end.");
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private void UntilReady(Peer peer)
    {
        using var client = new HttpClient { Timeout = TimeSpan.FromSeconds(2) };
        using var pause = new ManualResetEventSlim();
        for (var patience = Stopwatch.StartNew(); patience.Elapsed < Patience && !_process.HasExited; pause.Wait(10))
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
        if (!string.IsNullOrWhiteSpace(line) && !line.Contains("Health check", StringComparison.Ordinal) && !line.StartsWith("[INFO]", StringComparison.Ordinal))
            Console.Error.WriteLine($"[{peer.Name}] {line}");
    }

    [LibraryImport("libc")]
    private static partial int kill(int process, int signal);
}
