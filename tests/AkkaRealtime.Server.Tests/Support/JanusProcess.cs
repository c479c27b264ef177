using System.Diagnostics;
using System.Text;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>A Janus with its VideoRoom plugin and WebSocket API, inside a network namespace; may be killed and started again.</summary>
public sealed class JanusProcess : IAsyncDisposable
{
    /// <summary>Its <c>api_secret</c>.</summary>
    public const string ApiSecret = "the-secret-of-the-api";

    /// <summary>Its <c>admin_key</c>.</summary>
    public const string AdminKey = "the-key-to-make-rooms";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly NetworkNamespace _network;
    private readonly string _home = Directory.CreateTempSubdirectory("janus-").FullName;
    private readonly string _program;
    private readonly StringBuilder _log = new();
    private Process? _process;
    private TaskCompletionSource _listening = new();

    private JanusProcess(NetworkNamespace network, string program)
    {
        _network = network;
        _program = program;
    }

    /// <summary>The WebSocket API, as seen from inside the namespace.</summary>
    public static string Url => "ws://127.0.0.1:8188";

    /// <summary>What it printed.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>The options of a server that uses it.</summary>
    public static Dictionary<string, string> Options => new()
    {
        ["AkkaRealtime:Calls:Janus:0:Url"] = Url,
        ["AkkaRealtime:Calls:Janus:0:ApiSecret"] = ApiSecret,
        ["AkkaRealtime:Calls:Janus:0:AdminKey"] = AdminKey,
    };

    /// <summary>Starts one and waits until it listens.</summary>
    public static async Task<JanusProcess> StartAsync(NetworkNamespace network)
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
        var start = _network.Inside(_program, ["--configs-folder", _home, "--disable-colors", "--config", Path.Combine(_home, "janus.jcfg")]);
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
            nat: { ice_enforce_list = "{{NetworkNamespace.Address}}", full_trickle = true }
            media: { rtp_port_range = "20000-30000" }
            plugins: { disable = "libjanus_audiobridge.so,libjanus_duktape.so,libjanus_echotest.so,libjanus_lua.so,libjanus_nosip.so,libjanus_recordplay.so,libjanus_sip.so,libjanus_streaming.so,libjanus_textroom.so,libjanus_videocall.so,libjanus_voicemail.so" }
            transports: { disable = "libjanus_http.so,libjanus_mqtt.so,libjanus_nanomsg.so,libjanus_pfunix.so,libjanus_rabbitmq.so" }
            """);
        Write("janus.transport.websockets.jcfg", """
            general: { json = "compact", ws = true, ws_port = 8188, ws_ip = "127.0.0.1" }
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
