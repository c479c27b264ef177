using AkkaRealtime.Envelopes;
using AkkaRealtime.Push;
using AkkaRealtime.Push.Delivery;
using AkkaRealtime.Push.Store;

namespace AkkaRealtime.Tests.Push;

/// <summary>Pushes over real sockets to a push service, which opens them as a browser does.</summary>
public sealed class PushSenderTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);
    private readonly VapidKeys _keys = PushKeys.Make();
    private TestPushService _service = null!;

    public async Task InitializeAsync() => _service = await TestPushService.StartAsync();

    public async Task DisposeAsync() => await _service.DisposeAsync();

    [Fact]
    public async Task Send_IsOpenedByTheDevice_AndSignedByTheServer()
    {
        using var sender = Sender(_service.Origin);
        var phone = _service.Subscribe();
        var outcome = await sender.SendAsync(To(phone), Notice() with { Text = "Grüße 👋", Unread = 3 }, TimeSpan.FromMinutes(5), default);

        Assert.Empty(_service.Faults);
        Assert.Equal(new PushOutcome(PushFate.Accepted), outcome);
        var taken = await phone.NextAsync();
        Assert.Equal(("", 300, _keys.PublicKey), (taken.Urgency, taken.TimeToLive, taken.PublicKey));
        Assert.Equal("mailto:ops@example.com", taken.Claims.GetProperty("sub").GetString());
        Assert.Equal(32, taken.Topic!.Length);
        Assert.Equal(
            """{"kind":"message","tag":"room-r1","user":"bob","room":"r1","from":{"id":"alice","name":"Alice"},"at":"2026-11-23T12:00:00.000Z","text":"Grüße 👋","unread":3}""",
            taken.Text);
    }

    [Fact]
    public async Task Send_TheLargestThatThereIs_FitsIntoAPush()
    {
        using var sender = Sender(_service.Origin);
        var phone = _service.Subscribe();
        var wide = new string('€', 5_000);
        var id = new UserId(new string('u', 64));
        var notice = new PushNotice(PushNotice.Message, $"room-{new string('r', 64)}", id, new RoomId(new string('r', 64)), new PushPerson(id, PushNotice.CutName(wide)), Noon)
        {
            Text = PushNotice.Cut(wide),
            RoomName = PushNotice.CutName(wide),
            MessageId = new MessageId(new string('m', 64)),
            Unread = long.MaxValue,
            Files = [new PushFile(PushNotice.CutName(wide), 1), new PushFile(PushNotice.CutName(wide), 1), new PushFile(PushNotice.CutName(wide), 1)],
        };
        Assert.Equal(PushFate.Accepted, (await sender.SendAsync(To(phone), notice, TimeSpan.FromDays(1), default)).Fate);
        Assert.Empty(_service.Faults);
    }

    [Fact]
    public async Task Send_OfACall_IsUrgent_AndItsTopicIsAnotherOneForEachDevice()
    {
        using var sender = Sender(_service.Origin);
        var (phone, tablet) = (_service.Subscribe(), _service.Subscribe());
        var call = Notice() with { Kind = PushNotice.Call };
        await sender.SendAsync(To(phone), call, TimeSpan.FromSeconds(45), default);
        await sender.SendAsync(To(phone), call with { Kind = PushNotice.CallEnded }, TimeSpan.FromSeconds(45), default);
        await sender.SendAsync(To(tablet), call, TimeSpan.FromSeconds(45), default);
        var (ring, end, other) = (await phone.NextAsync(), await phone.NextAsync(), await tablet.NextAsync());
        Assert.Equal("high", ring.Urgency);
        Assert.Equal(ring.Topic, end.Topic);
        Assert.NotEqual(ring.Topic, other.Topic);
    }

    [Theory]
    [InlineData(404, "Gone")]
    [InlineData(410, "Gone")]
    [InlineData(400, "Refused")]
    [InlineData(403, "Refused")]
    [InlineData(413, "Refused")]
    [InlineData(301, "Refused")]
    [InlineData(429, "Retry")]
    [InlineData(500, "Retry")]
    [InlineData(503, "Retry")]
    public async Task Send_NotAccepted_IsTold(int status, string fate)
    {
        using var sender = Sender(_service.Origin);
        var phone = _service.Subscribe();
        phone.Answers.Enqueue((status, 120));
        var outcome = await sender.SendAsync(To(phone), Notice(), TimeSpan.FromDays(1), default);
        Assert.Equal((fate, $"{status}"), (outcome.Fate.ToString(), outcome.Reason));
        Assert.Equal(fate == "Retry" ? TimeSpan.FromMinutes(2) : null, outcome.RetryAfter);
    }

    [Fact]
    public async Task Send_WhereNobodyIs_OrNobodyMayPush_SaysSo()
    {
        var phone = _service.Subscribe();
        using var elsewhere = Sender("http://127.0.0.1:9");
        Assert.Equal(new PushOutcome(PushFate.Gone, "host"), await elsewhere.SendAsync(To(phone), Notice(), TimeSpan.FromDays(1), default));
        Assert.Equal(
            new PushOutcome(PushFate.Retry, "connection"),
            await elsewhere.SendAsync(To(phone) with { Endpoint = "http://127.0.0.1:9/push" }, Notice(), TimeSpan.FromDays(1), default));

        // A name of a service that leads to the machine itself.
        using var named = Sender("localhost.localdomain");
        Assert.Equal(PushFate.Retry, (await named.SendAsync(To(phone) with { Endpoint = "https://localhost.localdomain/push" }, Notice(), TimeSpan.FromDays(1), default)).Fate);
    }

    private static PushNotice Notice() => new(PushNotice.Message, "room-r1", new UserId("bob"), new RoomId("r1"), new PushPerson(new UserId("alice"), "Alice"), Noon);

    private static DeviceSubscription To(TestSubscriber device) => new(device.Endpoint, new UserId("bob"), new DeviceId("phone"), device.P256dh, device.AuthText, Noon);

    private PushSender Sender(string service) =>
        new(new PushOptions { Subject = "mailto:ops@example.com" }, new PushHosts([service]), () => _keys, TimeProvider.System);
}
