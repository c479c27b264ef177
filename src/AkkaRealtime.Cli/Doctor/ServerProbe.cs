using System.Globalization;
using System.Net.Http.Headers;
using System.Net.WebSockets;
using System.Security.Cryptography.X509Certificates;

namespace AkkaRealtime.Cli.Doctor;

/// <summary>A running server as its clients see it, through whatever proxies stand before it.</summary>
internal sealed class ServerProbe(Uri server, string path) : IDisposable
{
    private const int Forbidden = 403;
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan SoonExpired = TimeSpan.FromDays(14);
    private readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, PooledConnectionLifetime = TimeSpan.Zero }) { Timeout = Patience };

    private string Below => server.AbsolutePath.TrimEnd('/') + path;

    /// <summary>What is found.</summary>
    public async Task<IReadOnlyList<Finding>> LookAsync(CancellationToken cancel)
    {
        var findings = new List<Finding>();
        if (server.Scheme == "https" && await CertificateAsync(cancel) is { } certificate)
            findings.Add(certificate);
        try
        {
            findings.AddRange(await AnswerAsync(cancel));
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            return [.. findings, Finding.Bad("server", $"{server} does not answer: {e.InnerException?.Message ?? e.Message}")];
        }

        findings.Add(await UpgradeAsync(cancel));
        findings.Add(await StreamAsync(cancel));
        return findings;
    }

    public void Dispose() => _http.Dispose();

    private async Task<IReadOnlyList<Finding>> AnswerAsync(CancellationToken cancel)
    {
        var findings = new List<Finding>();
        using var ready = await _http.GetAsync(new Uri(server, "/healthz/ready"), cancel);
        findings.Add((int)ready.StatusCode switch
        {
            200 => Finding.Good("server", $"{server} is ready."),
            404 => Finding.Good("server", $"{server} answers; its health is at the port for management, or below another path."),
            503 => Finding.Bad("server", $"{server} is not ready: {Output.Clean(await ready.Content.ReadAsStringAsync(cancel))}"),
            var status => Finding.Bad("server", $"{server}healthz/ready answers {status}: is this AkkaRealtime?"),
        });

        // The server says so to whom it knows to have come by https; it learns that from a proxy that it trusts.
        if (server.Scheme == "https" && !ready.Headers.Contains("Strict-Transport-Security"))
            findings.Add(Finding.Warning("proxy", "The server does not know that this is https: name the proxy in TrustedProxies, and have it send X-Forwarded-Proto and X-Forwarded-For."));
        if (ready.Headers.Date is { } date)
            findings.Add(ClockProbe.Compare(server.Host, date));
        return findings;
    }

    private async Task<Finding?> CertificateAsync(CancellationToken cancel)
    {
        DateTimeOffset? until = null;
        using var handler = new SocketsHttpHandler();
        handler.SslOptions.RemoteCertificateValidationCallback = (_, certificate, _, errors) =>
        {
            until = certificate is X509Certificate2 known ? known.NotAfter.ToUniversalTime() : null;
            return errors == System.Net.Security.SslPolicyErrors.None;
        };
        using var http = new HttpClient(handler) { Timeout = Patience };
        try
        {
            using var response = await http.GetAsync(server, HttpCompletionOption.ResponseHeadersRead, cancel);
        }
        catch (Exception e) when (e is HttpRequestException || (e is TaskCanceledException && !cancel.IsCancellationRequested))
        {
            // Told by the next request.
        }

        if (until is not { } end)
            return null;
        var says = $"The certificate ends on {end.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)}.";
        return end - TimeProvider.System.GetUtcNow() < SoonExpired ? Finding.Warning("tls", $"{says} Renew it.") : Finding.Good("tls", says);
    }

    // As a page of the server's own would: a proxy that changes Host makes it another site's.
    private async Task<Finding> UpgradeAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        using var socket = new ClientWebSocket();
        socket.Options.AddSubProtocol("akkarealtime.v1");
        socket.Options.SetRequestHeader("Origin", server.GetLeftPart(UriPartial.Authority));
        socket.Options.CollectHttpResponseDetails = true;
        try
        {
            await socket.ConnectAsync(new UriBuilder(server) { Scheme = server.Scheme == "https" ? "wss" : "ws", Path = Below }.Uri, patience.Token);
            return Finding.Good("websocket", $"An upgrade of {Below} gets through.");
        }
        catch (Exception e) when (e is WebSocketException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return (int)socket.HttpStatusCode switch
            {
                Forbidden => Finding.Bad("websocket", $"Pages from {server.GetLeftPart(UriPartial.Authority)} are refused (403): have the proxy pass Host on as it is, or name the page's origin in AllowedOrigins."),
                404 => Finding.Bad("websocket", $"{Below} is not there (404): is it the server's option Path (--path), and does the proxy pass it on?"),
                0 => Finding.Bad("websocket", $"No upgrade of {Below} gets through: {e.Message}"),
                var status => Finding.Bad("websocket", $"No upgrade of {Below} gets through ({status}): have the proxy pass on Upgrade and Connection, by HTTP/1.1. Clients go over HTTP meanwhile, if that gets through."),
            };
        }
    }

    private async Task<Finding> StreamAsync(CancellationToken cancel)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        patience.CancelAfter(Patience);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(server) { Path = $"{Below}/stream" }.Uri);
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/event-stream"));
            using var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, patience.Token);
            if (!response.IsSuccessStatusCode || response.Content.Headers.ContentType?.MediaType != "text/event-stream")
                return Finding.Warning("http", $"{Below}/stream answers {(int)response.StatusCode}: who gets no WebSocket through has no other way. Have the proxy pass it on.");
            using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(patience.Token));
            return await reader.ReadLineAsync(patience.Token) is { Length: > 0 }
                ? Finding.Good("http", "Without WebSocket, clients get through over HTTP.")
                : Finding.Warning("http", $"{Below}/stream ends at once.");
        }
        catch (Exception e) when (e is HttpRequestException or IOException || (e is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return Finding.Warning("http", $"{Below}/stream brings nothing within {Patience.TotalSeconds} s: have the proxy pass on what comes as it comes (proxy_buffering off).");
        }
    }
}
