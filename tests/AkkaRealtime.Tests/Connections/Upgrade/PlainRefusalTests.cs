using System.Net;

namespace AkkaRealtime.Tests.Connections.Upgrade;

/// <summary>Who is refused below HTTP, where it costs least, reads what the HTTP server would say.</summary>
public sealed class PlainRefusalTests
{
    private const string Key = "dGhlIHNhbXBsZSBub25jZQ==";
    private static readonly string[] Headers = ["Upgrade", "Sec-WebSocket-Version", "WWW-Authenticate", "Retry-After"];

    [Theory]
    [InlineData(HttpStatusCode.Unauthorized, "WWW-Authenticate: Bearer error=\"invalid_token\"", "access_token=bad", "13", Key)]
    [InlineData(HttpStatusCode.ServiceUnavailable, "Retry-After: 1", "access_token=down", "13", Key)]
    [InlineData(HttpStatusCode.UpgradeRequired, "Upgrade: websocket, Sec-WebSocket-Version: 13", "", "12", Key)]
    [InlineData(HttpStatusCode.BadRequest, "", "", "13", "short")]
    [InlineData(HttpStatusCode.BadRequest, "", "device=a%20b", "13", Key)]
    [InlineData(HttpStatusCode.Forbidden, "", "", "13", Key, "https://elsewhere.example")]
    public async Task Refuse_BelowHttp_SaysWhatTheHttpServerSays(HttpStatusCode status, string headers, string query, string version, string key, string? origin = null)
    {
        await using var server = await UpgradeFixture.StartAsync();
        var through = await AskAsync(server.Http1);
        var below = await AskAsync(server.BelowHttp);
        Assert.Equal((status, headers), (through.Status, through.Headers));
        Assert.Equal(through, below);

        async Task<(HttpStatusCode Status, string? Type, string Headers, string Body)> AskAsync(Uri url)
        {
            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, new UriBuilder(url) { Path = "/ws/ws", Query = query }.Uri);
            request.Headers.Add("Connection", "Upgrade");
            request.Headers.Add("Upgrade", "websocket");
            request.Headers.Add("Sec-WebSocket-Version", version);
            request.Headers.Add("Sec-WebSocket-Key", key);
            if (origin is not null)
                request.Headers.Add("Origin", origin);

            // Read to its end, which is no reset.
            using var answer = await http.SendAsync(request).WaitAsync(Patient.Wait);
            Assert.Equal(url == server.BelowHttp, answer.Headers.ConnectionClose ?? false);
            Assert.NotNull(answer.Headers.Date);
            var said = Headers.Where(answer.Headers.Contains).Select(name => $"{name}: {string.Join(", ", answer.Headers.GetValues(name))}");
            return (answer.StatusCode, answer.Content.Headers.ContentType?.ToString(), string.Join(", ", said), await answer.Content.ReadAsStringAsync());
        }
    }
}
