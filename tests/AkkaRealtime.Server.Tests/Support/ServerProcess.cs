using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>
/// The built server as a process of its own on 127.0.0.1, as an operator starts it: for what an in-process host cannot show
/// (SIGKILL, SIGTERM, exit codes, restarts on the same port and data).
/// </summary>
public sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan StartPatience = TimeSpan.FromMinutes(3);
    private static readonly TimeSpan StopPatience = TimeSpan.FromMinutes(3);
    private static readonly HttpClient Outside = new() { Timeout = TimeSpan.FromSeconds(5) };
    private readonly ServerSettings _settings;
    private readonly string _home;
    private readonly StringBuilder _log = new();
    private readonly List<(string Text, TaskCompletionSource Printed)> _awaited = [];
    private Process? _process;

    private ServerProcess(ServerSettings settings)
    {
        _settings = settings;
        _home = Directory.CreateTempSubdirectory("akkarealtime-").FullName;
        DataDirectory = settings.DataDirectory ?? Path.Combine(_home, "data");
        Port = FreePort();
    }

    /// <summary>The port, the same over restarts.</summary>
    public int Port { get; }

    /// <summary>The data, the same over restarts.</summary>
    public string DataDirectory { get; }

    /// <summary>The address: <c>http://127.0.0.1:port</c>, which browsers treat as secure.</summary>
    public Uri Url => new($"http://127.0.0.1:{Port}");

    /// <summary>The address of the socket.</summary>
    public Uri SocketUrl => new($"ws://127.0.0.1:{Port}/ws/ws");

    /// <summary>The address with TLS; any port, told by the server's log.</summary>
    public async Task<Uri> SecureUrlAsync()
    {
        const string says = "Listening on https://";
        await LoggedAsync(says);
        var log = Log;
        var from = log.IndexOf(says, StringComparison.Ordinal) + "Listening on ".Length;
        return new Uri(log[from..log.IndexOf('\n', from)].Trim());
    }

    /// <summary>The process id of the running server.</summary>
    public int Pid => (_process ?? throw new InvalidOperationException("The server does not run.")).Id;

    /// <summary>Whether it has ended, by itself or otherwise.</summary>
    public bool HasEnded => _process is not { HasExited: false };

    /// <summary>Where health and metrics are: at the port for management, where there is one.</summary>
    public Uri ManagementUrl => _settings.Options.TryGetValue("AkkaRealtime:Management:Port", out var port) ? new Uri($"http://127.0.0.1:{port}") : Url;

    private HttpClient Probe => _settings.Network?.Http ?? Outside;

    /// <summary>Everything that was printed, by all runs.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Waits until the server has printed <paramref name="text"/>: it logs behind what it does.</summary>
    public async Task LoggedAsync(string text)
    {
        TaskCompletionSource printed;
        lock (_log)
        {
            if (Log.Contains(text, StringComparison.Ordinal))
                return;
            printed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _awaited.Add((text, printed));
        }

        await printed.Task.WaitAsync(StartPatience);
    }

    /// <summary>Starts a server and returns when it is ready. Throws with its log where it does not get there.</summary>
    /// <param name="settings">How.</param>
    /// <param name="whileItStarts">What is done once the process runs, before it can be ready.</param>
    public static async Task<ServerProcess> StartAsync(ServerSettings? settings = null, Func<ServerProcess, Task>? whileItStarts = null)
    {
        var server = new ServerProcess(settings ?? new ServerSettings());
        try
        {
            server.Launch();
            if (whileItStarts is not null)
                await whileItStarts(server);
            await server.UntilReadyAsync();
            return server;
        }
        catch
        {
            await server.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts a server that is expected to refuse, and returns its exit code and what it printed.</summary>
    /// <param name="settings">How.</param>
    /// <param name="terminateAt">It is sent SIGTERM when it has printed this.</param>
    public static async Task<(int ExitCode, string Log)> RunToEndAsync(ServerSettings settings, string? terminateAt = null)
    {
        await using var server = new ServerProcess(settings);
        server.Launch();
        if (terminateAt is not null)
        {
            await server.LoggedAsync(terminateAt);
            server.Terminate();
        }

        await server._process!.WaitForExitAsync().WaitAsync(StartPatience);
        return (server._process.ExitCode, server.Log);
    }

    /// <summary>Writes another certificate into the file that the server was started with.</summary>
    public void RenewCertificate() => TestCertificate.Write(_home);

    /// <summary>Starts anew on the same port and data, after a kill or stop, and returns when it is ready.</summary>
    public async Task StartAgainAsync()
    {
        Launch();
        await UntilReadyAsync();
    }

    /// <summary>SIGKILL: the process has no chance to write or say anything more.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(StopPatience);
    }

    /// <summary>SIGTERM, without waiting.</summary>
    public void Terminate() => Process.Start("kill", ["-TERM", $"{Pid}"]).WaitForExit();

    /// <summary>Waits for the process to end, and returns its exit code.</summary>
    public async Task<int> ExitAsync()
    {
        await _process!.WaitForExitAsync().WaitAsync(StopPatience);
        return _process.ExitCode;
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public Task<int> StopAsync()
    {
        Terminate();
        return ExitAsync();
    }

    /// <summary>Waits until <c>/metrics</c> has a line with all of <paramref name="parts"/>.</summary>
    public async Task UntilMetricAsync(params string[] parts)
    {
        // Another process's counters have no event to wait on.
        using var patience = new CancellationTokenSource(StopPatience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var lines = (await Probe.GetStringAsync(new Uri(ManagementUrl, "/metrics"), patience.Token)).Split('\n');
            if (lines.Any(line => parts.All(p => line.Contains(p, StringComparison.Ordinal))))
                return;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Waits until <c>/healthz/ready</c> answers with <paramref name="status"/>.</summary>
    public async Task UntilReadinessAsync(System.Net.HttpStatusCode status)
    {
        // Another process's health has no event to wait on.
        using var patience = new CancellationTokenSource(StopPatience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (true)
        {
            using var response = await Probe.GetAsync(new Uri(ManagementUrl, "/healthz/ready"), patience.Token);
            if (response.StatusCode == status)
                return;
            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is { HasExited: false })
            await KillAsync();
        _process?.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private void Launch()
    {
        _process?.Dispose();
        var urls = _settings.Urls ?? $"http://{(_settings.Everywhere ? "0.0.0.0" : "127.0.0.1")}:{Port}";
        string[] arguments = [_settings.ServerDll, "--urls", _settings.Tls ? $"{urls};https://127.0.0.1:0" : urls];
        var start = _settings.Network?.Inside("dotnet", arguments) ?? new ProcessStartInfo("dotnet", arguments);
        if (_settings.MaxFiles is { } files)
            start = new ProcessStartInfo("sh", ["-c", $"ulimit -n {files} && exec dotnet \"$@\"", "dotnet", .. arguments]);
        start.WorkingDirectory = _home;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        foreach (var inherited in start.Environment.Keys.Where(k => k.StartsWith("AkkaRealtime", StringComparison.OrdinalIgnoreCase)).ToList())
            start.Environment.Remove(inherited);

        // A server of a test lives for seconds: to optimize what it runs, as one does that is there for weeks, took a third of its time. Hexadecimal, as the runtime has it.
        start.Environment["DOTNET_TC_CallCountingDelayMs"] = "3E8";

        start.Environment["ASPNETCORE_ENVIRONMENT"] = _settings.Environment;
        start.Environment["AkkaRealtime__DataDirectory"] = DataDirectory;
        if (_settings.Tls)
            start.Environment["Kestrel__Certificates__Default__Path"] = TestCertificate.Write(_home);
        foreach (var (key, value) in _settings.Options)
            start.Environment[key.Replace(":", "__", StringComparison.Ordinal)] = value;
        var process = new Process { StartInfo = start };
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        _process = process;
    }

    private async Task UntilReadyAsync()
    {
        // Another process's readiness has no event to wait on: ask, often at first sight, for a bounded time.
        using var patience = new CancellationTokenSource(StartPatience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!_process!.HasExited)
        {
            try
            {
                using var response = await Probe.GetAsync(new Uri(ManagementUrl, "/healthz/ready"), patience.Token);
                if (response.IsSuccessStatusCode)
                    return;
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (HttpRequestException)
            {
                await timer.WaitForNextTickAsync(patience.Token);
            }
            catch (OperationCanceledException) when (patience.IsCancellationRequested)
            {
                break;
            }
            catch (OperationCanceledException)
            {
                // The probe's own limit: a busy machine. Ask again.
            }
        }

        if (_process.HasExited)
            await _process.WaitForExitAsync();
        throw new InvalidOperationException($"The server did not get ready{(_process.HasExited ? $", but ended with {_process.ExitCode}" : "")}. It said:\n{Log}");
    }

    private void Append(string? line)
    {
        if (line is null)
            return;
        lock (_log)
        {
            _log.AppendLine(line);
            foreach (var (_, printed) in _awaited.Where(a => line.Contains(a.Text, StringComparison.Ordinal)))
                printed.TrySetResult();
        }
    }

    // Below the range that outgoing connections take theirs from: nobody takes the port while the server is down between two runs.
    internal static int FreePort()
    {
        while (true)
        {
            var port = Random.Shared.Next(20_000, 32_000);
            using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return port;
            }
            catch (SocketException)
            {
                // Taken: try another.
            }
        }
    }
}
