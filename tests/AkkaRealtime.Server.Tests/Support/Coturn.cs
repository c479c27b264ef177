using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>A real TURN server on 127.0.0.1, configured as the documentation says, except that it may relay to this machine.</summary>
public sealed class Coturn : IAsyncDisposable
{
    /// <summary>What the server under test shares with it.</summary>
    public const string Secret = "a secret of two servers";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Process _process;
    private readonly string _home;
    private readonly StringBuilder _log = new();

    private Coturn(string program)
    {
        _home = Directory.CreateTempSubdirectory("coturn-").FullName;
        Port = FreePort();
        var file = Path.Combine(_home, "turnserver.conf");
        File.WriteAllText(file, $"""
            listening-ip=127.0.0.1
            relay-ip=127.0.0.1
            listening-port={Port}
            fingerprint
            use-auth-secret
            static-auth-secret={Secret}
            realm=calls.example.com
            allow-loopback-peers
            no-cli
            no-tls
            no-dtls
            no-multicast-peers
            log-file=stdout
            pidfile={_home}/pid
            userdb={_home}/turndb
            """);
        var start = new ProcessStartInfo(program, ["-c", file]) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _home };
        _process = new Process { StartInfo = start };
        _process.OutputDataReceived += (_, e) => Append(e.Data);
        _process.ErrorDataReceived += (_, e) => Append(e.Data);
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    /// <summary>Where it listens, UDP and TCP.</summary>
    public int Port { get; }

    /// <summary>The same.</summary>
    public IPEndPoint EndPoint => new(IPAddress.Loopback, Port);

    /// <summary>The options that make a server hand out its credentials.</summary>
    public IReadOnlyDictionary<string, string> Options => new Dictionary<string, string>
    {
        ["AkkaRealtime:Calls:Turn:0"] = $"turn:127.0.0.1:{Port}?transport=udp",
        ["AkkaRealtime:Calls:TurnSecret"] = Secret,
    };

    /// <summary>What it printed.</summary>
    public string Log
    {
        get
        {
            lock (_log)
                return _log.ToString();
        }
    }

    /// <summary>Starts one, and returns when it answers; skips the test where there is none.</summary>
    public static async Task<Coturn> StartAsync()
    {
        var coturn = new Coturn(Need.Coturn());
        try
        {
            // UDP: whoever asks too early is not told, so ask until there is an answer.
            using var probe = new TurnClient(coturn.EndPoint);
            await probe.AllocateAsync("", "").WaitAsync(Patience);
            return coturn;
        }
        catch (TimeoutException)
        {
            var log = coturn.Log;
            await coturn.DisposeAsync();
            throw new InvalidOperationException($"coturn did not answer. It said:\n{log}");
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private void Append(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }

    private static int FreePort()
    {
        using var socket = new UdpClient(new IPEndPoint(IPAddress.Loopback, 0));
        return ((IPEndPoint)socket.Client.LocalEndPoint!).Port;
    }
}
