using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Webhooks;

/// <summary>A receiver as a process of its own, which can be killed: it writes each event to a file, flushes it, and only then accepts it.</summary>
internal sealed class ReceiverProcess : IAsyncDisposable
{
    private const string Script = """
        import http.server, os, sys
        out = open(sys.argv[2], "ab", buffering=0)
        class Receiver(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            def do_POST(self):
                body = self.rfile.read(int(self.headers["content-length"]))
                out.write(body + b"\n")
                os.fsync(out.fileno())
                self.send_response(204)
                self.end_headers()
            def log_message(self, *_):
                pass
        server = http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Receiver)
        print("ready", flush=True)
        server.serve_forever()
        """;

    private readonly string _python;
    private readonly string _folder = Directory.CreateTempSubdirectory("akkarealtime-hooks-").FullName;
    private readonly int _port = FreePort();
    private Process? _process;

    private ReceiverProcess(string python) => _python = python;

    /// <summary>Its address, the same over restarts.</summary>
    public string Url => $"http://127.0.0.1:{_port}/";

    private string Received => Path.Combine(_folder, "received");

    /// <summary>Starts one. Skips the test where Python is not installed.</summary>
    public static async Task<ReceiverProcess> StartAsync()
    {
        var receiver = new ReceiverProcess(Need.Program("python3", "apt-get install -y python3"));
        await File.WriteAllTextAsync(Path.Combine(receiver._folder, "receiver.py"), Script);
        await receiver.StartAgainAsync();
        return receiver;
    }

    /// <summary>Starts it again, with what it has received.</summary>
    public async Task StartAgainAsync()
    {
        var start = new ProcessStartInfo(_python, [Path.Combine(_folder, "receiver.py"), $"{_port}", Received]) { RedirectStandardOutput = true };
        _process = Process.Start(start)!;
        Assert.Equal("ready", await _process.StandardOutput.ReadLineAsync());
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _process = null;
    }

    /// <summary>The numbers that a room's events have, in the order in which they came. A line that the kill has cut off was not accepted.</summary>
    public IReadOnlyList<long> SeqsOf(string room)
    {
        var seqs = new List<long>();
        using var file = new StreamReader(new FileStream(Received, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));
        while (file.ReadLine() is { } line)
        {
            if (!line.EndsWith("}}", StringComparison.Ordinal))
                continue;
            var data = JsonElement.Parse(line).GetProperty("data");
            if (data.TryGetProperty("room", out var of) && of.GetString() == room)
                seqs.Add(data.GetProperty("seq").GetInt64());
        }

        return seqs;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_process is not null)
            await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
