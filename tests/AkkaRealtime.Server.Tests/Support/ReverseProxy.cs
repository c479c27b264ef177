using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>A real proxy that ends TLS on 127.0.0.1, by the very recipe in <c>src/deploy/proxies</c>; only addresses and certificate are put in.</summary>
public sealed class ReverseProxy : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly string _home = Directory.CreateTempSubdirectory("proxy-").FullName;
    private readonly int _port = ServerProcess.FreePort();
    private readonly StringBuilder _log = new();
    private readonly ProcessStartInfo _start;
    private Process _process;

    private ReverseProxy(string name, Uri server, Func<string, string>? change)
    {
        var (file, program, arguments) = name switch
        {
            "nginx" => ("nginx.conf", Need.Program("nginx", "apt-get install -y --no-install-recommends nginx-light"),
                (string[])["-p", _home, "-e", "stderr", "-g", $"daemon off; pid {_home}/pid;", "-c", Path.Combine(_home, "nginx.conf")]),
            "haproxy" => ("haproxy.cfg", Need.Program("haproxy", "apt-get install -y --no-install-recommends haproxy"), ["-db", "-f", Path.Combine(_home, "haproxy.cfg")]),
            "caddy" => ("Caddyfile", Need.Program("caddy", "apt-get install -y --no-install-recommends caddy"),
                ["run", "--adapter", "caddyfile", "--config", Path.Combine(_home, "Caddyfile")]),
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such recipe."),
        };
        var (certificate, key) = TestCertificate.WritePem(_home);
        var recipe = File.ReadAllText(Path.Combine(Repository.Root, "src", "deploy", "proxies", file))
            .Replace("127.0.0.1:8080", server.Authority, StringComparison.Ordinal)
            .Replace("listen 443", $"listen 127.0.0.1:{_port}", StringComparison.Ordinal)
            .Replace("/etc/ssl/chat.example.com.crt", certificate, StringComparison.Ordinal)
            .Replace("/etc/ssl/chat.example.com.key", key, StringComparison.Ordinal)
            .Replace("maxconn 20000", "maxconn 200", StringComparison.Ordinal) // As many descriptors as a developer's machine gives.
            .Replace("bind :443", $"bind 127.0.0.1:{_port}", StringComparison.Ordinal)
            .Replace("/etc/haproxy/chat.example.com.pem", certificate, StringComparison.Ordinal)
            .Replace("chat.example.com {", $"{{\n\tadmin off\n\tauto_https off\n}}\nhttps://127.0.0.1:{_port} {{\n\ttls {certificate} {key}", StringComparison.Ordinal);
        File.WriteAllText(Path.Combine(_home, file), change is null ? recipe : change(recipe));

        _start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true, WorkingDirectory = _home };
        _start.Environment["HOME"] = _home;
        _start.Environment.Remove("XDG_DATA_HOME");
        _start.Environment.Remove("XDG_CONFIG_HOME");
        _process = Run();
    }

    /// <summary>Where browsers find it.</summary>
    public Uri Url => new($"https://127.0.0.1:{_port}");

    /// <summary>
    /// Starts one in front of <paramref name="server"/>, and returns when it passes requests on; skips the test where the program is missing. <paramref name="change"/> is given the recipe.
    /// </summary>
    public static async Task<ReverseProxy> StartAsync(string name, Uri server, Func<string, string>? change = null)
    {
        var proxy = new ReverseProxy(name, server, change);
        try
        {
            await proxy.UntilReadyAsync();
            return proxy;
        }
        catch
        {
            await proxy.DisposeAsync();
            throw;
        }
    }

    /// <summary>A client of it that trusts its certificate and comes from <paramref name="from"/>, an address of 127.0.0.0/8.</summary>
    public static SocketsHttpHandler From(string from)
    {
        var handler = new SocketsHttpHandler
        {
            ConnectCallback = async (context, cancel) =>
            {
                var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
                socket.Bind(new IPEndPoint(IPAddress.Parse(from), 0));
                await socket.ConnectAsync(context.DnsEndPoint, cancel);
                return new NetworkStream(socket, ownsSocket: true);
            },
        };
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, _) => certificate?.Subject == "CN=127.0.0.1";
        return handler;
    }

    /// <summary>Ends, with all connections through it.</summary>
    public async Task StopAsync()
    {
        // SIGTERM, so that it takes its workers with it.
        if (!_process.HasExited)
            await Process.Start("kill", ["-TERM", $"{_process.Id}"]).WaitForExitAsync();
        await _process.WaitForExitAsync().WaitAsync(Patience);
    }

    /// <summary>Is there again, at the same address.</summary>
    public async Task ComeBackAsync()
    {
        _process.Dispose();
        _process = Run();
        await UntilReadyAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _process.Dispose();
        Directory.Delete(_home, recursive: true);
    }

    private Process Run()
    {
        var process = new Process { StartInfo = _start };
        process.OutputDataReceived += (_, e) => Append(e.Data);
        process.ErrorDataReceived += (_, e) => Append(e.Data);
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        return process;
    }

    private async Task UntilReadyAsync()
    {
        // Another process's readiness has no event to wait on.
        using var http = new HttpClient(From("127.0.0.1"));
        using var patience = new CancellationTokenSource(Patience);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!_process.HasExited)
        {
            try
            {
                using var response = await http.GetAsync(new Uri(Url, "/healthz/live"), patience.Token);
                if (response.IsSuccessStatusCode)
                    return;
            }
            catch (HttpRequestException)
            {
                // Not yet.
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }

        lock (_log)
            throw new InvalidOperationException($"The proxy ended. It said:\n{_log}");
    }

    private void Append(string? line)
    {
        lock (_log)
            _log.AppendLine(line);
    }
}
