using System.Net;
using System.Net.Sockets;
using System.Text;
using AkkaRealtime.Webhooks;
using AkkaRealtime.Webhooks.Delivery;

namespace AkkaRealtime.Tests.Webhooks;

/// <summary>Sends over real sockets: what reaches whom, and what is made of the answers.</summary>
public sealed class WebhookSenderTests : IDisposable
{
    private static readonly WebhookEvent Event = new(1, "r1_1", "chat.message", new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero), "{}"u8.ToArray());
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);

    public WebhookSenderTests() => _listener.Start();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    public async Task Send_ToAPrivateAddress_ReachesNobody_UnlessItIsAllowed(string host)
    {
        using var sender = new WebhookSender(new WebhookOptions(), TimeProvider.System);
        var delivery = await sender.SendAsync(Hook(host), Event, CancellationToken.None);
        Assert.Equal($"{host} has no public address.", delivery.Error);
        Assert.False(_listener.Pending());

        Assert.Null((await SendAsync("HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n")).Delivery.Error);
    }

    [Fact]
    public async Task Send_HasTheStandardsHeaders_AndTheBodyThatIsSigned()
    {
        var (_, request) = await SendAsync("HTTP/1.1 204 No Content\r\n\r\n");
        var lines = request.Split("\r\n");
        Assert.Equal("POST /hook HTTP/1.1", lines[0]);
        Assert.Contains("webhook-id: r1_1", lines);
        Assert.Contains("content-type: application/json", lines, StringComparer.OrdinalIgnoreCase);
        var timestamp = lines.Single(l => l.StartsWith("webhook-timestamp: ", StringComparison.Ordinal))["webhook-timestamp: ".Length..];
        var expected = WebhookSignature.Of(Hook("x").Secrets, "r1_1", DateTimeOffset.FromUnixTimeSeconds(long.Parse(timestamp)), Encoding.UTF8.GetBytes(lines[^1]));
        Assert.Contains($"webhook-signature: {expected}", lines);
    }

    [Fact]
    public async Task Send_RedirectedElsewhere_StaysWhereItIs()
    {
        var (delivery, _) = await SendAsync($"HTTP/1.1 302 Found\r\nlocation: http://127.0.0.1:{Port}/other\r\ncontent-length: 0\r\n\r\n");
        Assert.Equal(("The receiver answered 302.", "302"), (delivery.Error, delivery.Reason));
        Assert.False(_listener.Pending());
    }

    [Fact]
    public async Task Send_AskedToWait_SaysSo()
    {
        var (delivery, _) = await SendAsync("HTTP/1.1 429 Too Many\r\nretry-after: 120\r\ncontent-length: 0\r\n\r\n");
        Assert.Equal((TimeSpan.FromMinutes(2), false), (delivery.RetryAfter, delivery.IsGone));
        Assert.True((await SendAsync("HTTP/1.1 410 Gone\r\ncontent-length: 0\r\n\r\n")).Delivery.IsGone);
    }

    [Fact]
    public async Task Send_WithoutAnAnswer_EndsInTime()
    {
        using var sender = new WebhookSender(new WebhookOptions { AllowPrivateAddresses = true, TimeoutSeconds = 1 }, TimeProvider.System);
        var delivery = await sender.SendAsync(Hook("127.0.0.1"), Event, CancellationToken.None);
        Assert.Equal(("No answer within 1 s.", "timeout"), (delivery.Error, delivery.Reason));
    }

    [Fact]
    public async Task Send_ToNobody_SaysWhy()
    {
        _listener.Stop();
        using var sender = new WebhookSender(new WebhookOptions { AllowPrivateAddresses = true }, TimeProvider.System);
        var delivery = await sender.SendAsync(Hook("127.0.0.1"), Event, CancellationToken.None);
        Assert.Equal("connection", delivery.Reason);
        Assert.NotEmpty(delivery.Error!);
    }

    public void Dispose() => _listener.Dispose();

    private int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    private Webhook Hook(string host) => new("wh_1", $"http://{host}:{(_listener.Server.IsBound ? Port : 9)}/hook", default) { Secrets = [new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")] };

    private async Task<(Delivery Delivery, string Request)> SendAsync(string answer)
    {
        using var sender = new WebhookSender(new WebhookOptions { AllowPrivateAddresses = true }, TimeProvider.System);
        var sending = sender.SendAsync(Hook("127.0.0.1"), Event, CancellationToken.None);
        using var socket = await _listener.AcceptSocketAsync();
        var request = new StringBuilder();
        var buffer = new byte[4_096];
        while (!request.ToString().EndsWith("}}", StringComparison.Ordinal))
            request.Append(Encoding.UTF8.GetString(buffer, 0, await socket.ReceiveAsync(buffer)));
        await socket.SendAsync(Encoding.ASCII.GetBytes(answer));
        return (await sending, request.ToString());
    }
}
