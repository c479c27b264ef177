using System.Globalization;
using System.Net;
using System.Net.Sockets;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Hosting;

/// <summary>What is the operator's has a door of its own, which is open whatever stands in front of the public one.</summary>
public sealed class ManagementPortTests(ManagementPortTests.Fixture fixture) : IClassFixture<ManagementPortTests.Fixture>
{
    private static readonly HttpClient Http = new() { Timeout = TimeSpan.FromSeconds(30) };

    /// <summary>A server with few descriptors, whose public door is soon full.</summary>
    public sealed class Fixture() : ClassServer(new ServerSettings
    {
        MaxFiles = 1_024,
        Options = new Dictionary<string, string>
        {
            ["AkkaRealtime:Management:Port"] = ServerProcess.FreePort().ToString(CultureInfo.InvariantCulture),
            ["AkkaRealtime:Connections:HeadTimeoutMs"] = "60000",
            ["AkkaRealtime:Admin:ApiKeys:0"] = Key,
        },
    });

    private const string Key = "0123456789abcdef0123456789abcdef";

    [Theory]
    [InlineData("/healthz/live")]
    [InlineData("/healthz/ready")]
    [InlineData("/metrics")]
    [InlineData("/openapi/")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/api/v1/admin/stats")]
    public async Task WhatIsTheOperators_IsThereAndNowhereElse(string path)
    {
        Assert.Equal(HttpStatusCode.OK, await StatusAsync(fixture.Server.ManagementUrl, path));
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(fixture.Server.Url, path));
    }

    [Theory]
    [InlineData("/ws/ws", HttpStatusCode.UpgradeRequired)]
    [InlineData("/api/v1/files/0198c0ffee", HttpStatusCode.Unauthorized)]
    public async Task WhatIsForUsers_IsNotThere(string path, HttpStatusCode elsewhere)
    {
        Assert.Equal(HttpStatusCode.NotFound, await StatusAsync(fixture.Server.ManagementUrl, path));
        Assert.Equal(elsewhere, await StatusAsync(fixture.Server.Url, path));
    }

    [Fact]
    public async Task WebSockets_AreNotThere()
    {
        var there = new UriBuilder(fixture.Server.ManagementUrl) { Scheme = "ws", Path = "/ws/ws" }.Uri;
        Assert.Equal(404, await RawClient.RefusedStatusAsync(there));
    }

    [Fact]
    public async Task PublicDoorFullOfSilentConnections_HealthStillAnswers()
    {
        var silent = new List<Socket>();
        try
        {
            // Full when the server closes one that has said nothing.
            var closed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            for (var i = 0; i < 1_000 && !closed.Task.IsCompleted; i++)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                silent.Add(socket);
                await socket.ConnectAsync(IPAddress.Loopback, fixture.Server.Port);
                _ = TellAsync(socket, closed);
            }

            await closed.Task.WaitAsync(TimeSpan.FromSeconds(30));
            await Assert.ThrowsAsync<HttpRequestException>(() => StatusAsync(fixture.Server.Url, "/api/v1/nothing"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(fixture.Server.ManagementUrl, "/healthz/live"));
            Assert.Equal(HttpStatusCode.OK, await StatusAsync(fixture.Server.ManagementUrl, "/healthz/ready"));
        }
        finally
        {
            silent.ForEach(s => s.Dispose());
        }
    }

    private static async Task TellAsync(Socket socket, TaskCompletionSource closed)
    {
        try
        {
            await socket.ReceiveAsync(new byte[1]);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
        }

        closed.TrySetResult();
    }

    private static async Task<HttpStatusCode> StatusAsync(Uri server, string path)
    {
        // A connection of its own: one that was kept would not have to be accepted.
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server, path)) { Headers = { ConnectionClose = true } };
        request.Headers.Authorization = path.Contains("admin", StringComparison.Ordinal) ? new("Bearer", Key) : null;
        using var response = await Http.SendAsync(request);
        return response.StatusCode;
    }
}
