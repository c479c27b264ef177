using System.Diagnostics;
using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Observability;

/// <summary>Debian's Prometheus on 127.0.0.1 with the configuration and the alerts of <c>src/deploy/observability</c>; only the server's address is put in, and the pace.</summary>
public sealed class PrometheusProcess : IAsyncDisposable
{
    private readonly HttpClient _http;
    private readonly DirectoryInfo _home = Directory.CreateTempSubdirectory("prometheus-");
    private readonly Process _process;

    private PrometheusProcess(string program, Uri server)
    {
        foreach (var file in (string[])["prometheus.yaml", "alerts.yaml"])
        {
            var text = File.ReadAllText(Path.Combine(Files, file))
                .Replace("127.0.0.1:8080", server.Authority, StringComparison.Ordinal)
                .Replace("15s", "1s", StringComparison.Ordinal);
            File.WriteAllText(Path.Combine(_home.FullName, file), text);
        }

        var port = ServerProcess.FreePort();
        _http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}/api/v1/") };
        _process = Process.Start(new ProcessStartInfo(program, [
            $"--config.file={_home.FullName}/prometheus.yaml", $"--storage.tsdb.path={_home.FullName}/data", $"--web.listen-address=127.0.0.1:{port}", "--log.level=error"])
        { RedirectStandardError = true })!;
    }

    /// <summary>The folder whose files it is for.</summary>
    public static string Files => Path.Combine(Repository.Root, "src", "deploy", "observability");

    /// <summary>Starts one, and returns when it has seen the server; skips the test where there is none.</summary>
    public static async Task<PrometheusProcess> StartAsync(Uri server)
    {
        var prometheus = new PrometheusProcess(Need.Program("prometheus", "apt-get install -y --no-install-recommends prometheus"), server);
        try
        {
            await AnotherProcess.UntilAsync(prometheus.HasSeenAsync, seen => seen);
            return prometheus;
        }
        catch
        {
            await prometheus.DisposeAsync();
            throw;
        }
    }

    /// <summary>How many series an expression has now.</summary>
    /// <exception cref="HttpRequestException">It is none.</exception>
    public async Task<int> CountAsync(string expression)
    {
        using var answer = await _http.GetAsync(new Uri($"query?query={Uri.EscapeDataString(expression)}", UriKind.Relative));
        var body = await answer.Content.ReadAsStringAsync();
        if (!answer.IsSuccessStatusCode)
            throw new HttpRequestException($"{expression}\n{body}");
        return JsonElement.Parse(body).GetProperty("data").GetProperty("result").GetArrayLength();
    }

    /// <summary>The names of the alerts that it knows.</summary>
    public async Task<IReadOnlyList<string>> AlertsAsync()
    {
        var body = JsonElement.Parse(await _http.GetStringAsync(new Uri("rules?type=alert", UriKind.Relative)));
        return [.. body.GetProperty("data").GetProperty("groups").EnumerateArray().SelectMany(g => g.GetProperty("rules").EnumerateArray()).Select(r => r.GetProperty("name").GetString()!)];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
        _http.Dispose();
        _home.Delete(recursive: true);
    }

    private async Task<bool> HasSeenAsync()
    {
        if (_process.HasExited)
            throw new InvalidOperationException($"Prometheus ended: {await _process.StandardError.ReadToEndAsync()}");
        try
        {
            return await CountAsync("up == 1") == 1;
        }
        catch (HttpRequestException)
        {
            // It doesn't listen yet.
            return false;
        }
    }
}
