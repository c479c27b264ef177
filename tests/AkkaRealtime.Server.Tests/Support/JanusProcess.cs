using System.Diagnostics;
using System.Text;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>
/// A Janus with its VideoRoom plugin and WebSocket API; may be killed and started again. Media needs a network namespace, since Janus offers no
/// loopback address.
/// </summary>
public sealed class JanusProcess : IAsyncDisposable
{
    /// <summary>Its <c>api_secret</c>.</summary>
    public const string ApiSecret = "the-secret-of-the-api";

    /// <summary>Its <c>admin_key</c>.</summary>
    public const string AdminKey = "the-key-to-make-rooms";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly NetworkNamespace? _network;
    private readonly string _home = Directory.CreateTempSubdirectory("janus-").FullName;
    private readonly string _program;
    private readonly StringBuilder _log = new();
    private Process? _process;
    private TaskCompletionSource _listening = new();

    private JanusProcess(NetworkNamespace? network, string program)
    {
        _network = network;
        _program = program;
    }

    /// <summary>The WebSocket API, as seen from inside its network.</summary>
    public string Url => $"ws://127.0.0.1:{Port}";

    /// <summary>The port of it, the same over restarts.</summary>
    public int Port { get; } = ServerProcess.FreePort();

    /// <summary>The process id.</summary>
    public int Pid => (_process ?? throw new InvalidOperationException("Janus does not run.")).Id;

    /// <summary>What it printed.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>The options of a server that uses these.</summary>
    public static Dictionary<string, string> Options(params JanusProcess[] januses) => new(januses.SelectMany((janus, i) => new KeyValuePair<string, string>[]
    {
        new($"AkkaRealtime:Calls:Janus:{i}:Url", janus.Url),
        new($"AkkaRealtime:Calls:Janus:{i}:ApiSecret", ApiSecret),
        new($"AkkaRealtime:Calls:Janus:{i}:AdminKey", AdminKey),
    }));

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<JanusProcess> StartAsync(NetworkNamespace? network = null)
    {
        var janus = new JanusProcess(network, Need.Janus());
        await janus.StartAgainAsync();
        return janus;
    }

    /// <summary>Starts it anew.</summary>
    public async Task StartAgainAsync()
    {
        Configure();
        _listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        string[] arguments = ["--configs-folder", _home, "--disable-colors", "--config", Path.Combine(_home, "janus.jcfg")];
        var start = _network?.Inside(_program, arguments) ?? new ProcessStartInfo(_program, arguments);
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        _process?.Dispose();
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Append(e.Data);
        _process.ErrorDataReceived += (_, e) => Append(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
        try
        {
            await _listening.Task.WaitAsync(Patience);
        }
        catch (TimeoutException)
        {
            throw new InvalidOperationException($"Janus did not get ready. It said:\n{Log}");
        }
    }

    /// <summary>SIGKILL: all media stops at once.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>SIGSTOP: it is there, and does nothing.</summary>
    public void Pause() => Process.Start("kill", ["-STOP", $"{Pid}"]).WaitForExit();

    /// <summary>SIGCONT: it goes on with what came meanwhile.</summary>
    public void Resume() => Process.Start("kill", ["-CONT", $"{Pid}"]).WaitForExit();

    /// <summary>The rooms that it has, with how many participants each.</summary>
    public async Task<IReadOnlyDictionary<long, int>> RoomsAsync()
    {
        await using var visitor = await JanusVisitor.ConnectAsync(new Uri(Url), _network);
        return await visitor.RoomsAsync();
    }

    /// <summary>Waits until it has so many rooms.</summary>
    public async Task<IReadOnlyDictionary<long, int>> UntilRoomsAsync(int count)
    {
        // Janus tells nobody when a room comes or goes.
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        while (true)
        {
            var rooms = await RoomsAsync();
            if (rooms.Count == count)
                return rooms;
            if (patience.IsCancellationRequested)
                throw new TimeoutException($"Janus has {rooms.Count} rooms, and not {count}. It said:\n{Log}");
            await timer.WaitForNextTickAsync(CancellationToken.None);
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

    private void Configure()
    {
        Write("janus.jcfg", $$"""
            general: { configs_folder = "{{_home}}", api_secret = "{{ApiSecret}}", debug_level = 4 }
            nat: { {{(_network is null ? "" : $"ice_enforce_list = \"{NetworkNamespace.Address}\", ")}}full_trickle = true }
            media: { rtp_port_range = "20000-30000" }
            plugins: { disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so" }
            transports: { disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so" }
            """);
        Write("janus.transport.websockets.jcfg", $$"""
            general: { json = "compact", ws = true, ws_port = {{Port}}, ws_ip = "127.0.0.1" }
            """);
        Write("janus.plugin.videoroom.jcfg", $$"""
            general: { admin_key = "{{AdminKey}}" }
            """);
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(_home, name), text.ReplaceLineEndings("\n") + "\n");

    private void Append(string? line)
    {
        if (line is null)
            return;
        lock (_log)
            _log.AppendLine(line);
        if (line.Contains("WebSockets server started", StringComparison.OrdinalIgnoreCase) || line.Contains("WebSockets thread started", StringComparison.OrdinalIgnoreCase))
            _listening.TrySetResult();
    }
}
