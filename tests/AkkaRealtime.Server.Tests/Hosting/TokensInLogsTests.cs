using System.Net.Http.Headers;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Hosting;

/// <summary>No token stands in the log, however it came and however much is logged.</summary>
public sealed class TokensInLogsTests
{
    [Fact]
    public async Task Log_AtTrace_HoldsNoToken_HoweverItCame()
    {
        await using var server = await ServerProcess.StartAsync(new ServerSettings
        {
            Options = new Dictionary<string, string>
            {
                ["Logging:LogLevel:Default"] = "Trace",
                ["Logging:LogLevel:Microsoft.AspNetCore"] = "Trace",
                ["Logging:LogLevel:Akka.Actor"] = "Trace",
                ["Logging:LogLevel:AkkaRealtime"] = "Trace",
            },
        });
        var good = (await SignedIn.ByNameAsync(server.Url, ServerFixture.NewName())).Token;
        var foreign = TestTokens.Shared(new string('x', 64)).For("alice");
        foreach (var token in new[] { good, foreign })
        {
            await TryAsync(new Uri($"{server.SocketUrl}?access_token={token}&device=d"));
            await TryAsync(server.SocketUrl, ("Authorization", $"Bearer {token}"));
            await TryAsync(server.SocketUrl, ("Sec-WebSocket-Protocol", $"akkarealtime.v1, bearer.{token}"));

            // By way of the HTTP server, which logs the addresses of requests.
            await TryAsync(new Uri($"{server.SocketUrl}?access_token={token}"), ("X-Forwarded-Host", "example.com"));
            await using (var client = await RawClient.OpenAsync(server.SocketUrl))
            {
                await client.SendAsync("session.auth", new { token });
                await Task.WhenAny(client.Closed, client.UntilReadyAsync());
            }

            using var http = new HttpClient();
            using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Url, $"/api/v1/files/none?access_token={token}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", token);
            using var response = await http.SendAsync(request);
        }

        await server.LoggedAsync("/api/v1/files/none?access_token=eyJ…");
        foreach (var token in new[] { good, foreign })
        {
            foreach (var part in token.Split('.').Skip(1))
                Assert.DoesNotContain(part, server.Log, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData("nothing here", "nothing here")]
    [InlineData("GET /ws/ws?access_token=eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJhIn0.c2lnbmF0dXJl&device=d", "GET /ws/ws?access_token=eyJ…&device=d")]
    [InlineData("Bearer eyJhbGciOiJub25lIn0.eyJzdWIiOiJhIn0. and more", "Bearer eyJ… and more")]
    [InlineData("POST /api/v1/hooks/ark_0123456789abcdefghij-_ABCDEFGHIJ not ark_short", "POST /api/v1/hooks/ark_… not ark_short")]
    [InlineData("the word eyJ alone, or eyJx", "the word eyJ alone, or eyJx")]
    public void Clean_CutsTokens_AndLeavesTheRest(string text, string clean) => Assert.Equal(clean, WithoutTokens.Clean(text));

    private static async Task TryAsync(Uri url, params (string Name, string Value)[] headers)
    {
        try
        {
            await using var client = await RawClient.OpenAsync(url, o =>
            {
                foreach (var (name, value) in headers)
                {
                    if (name == "Sec-WebSocket-Protocol")
                    {
                        foreach (var protocol in value.Split(", "))
                            o.AddSubProtocol(protocol);
                    }
                    else
                    {
                        o.SetRequestHeader(name, value);
                    }
                }
            });
            await Task.WhenAny(client.Closed, client.UntilReadyAsync());
        }
        catch (System.Net.WebSockets.WebSocketException)
        {
            // The foreign one is refused.
        }
    }
}
