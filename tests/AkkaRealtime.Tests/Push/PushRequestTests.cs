using System.Text.Json;
using AkkaRealtime.Push.Wire;

namespace AkkaRealtime.Tests.Push;

public sealed class PushRequestTests
{
    private const string Point = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4";
    private const string Auth = "BTBZMqHH6r4Tts7J_aSIgg";
    private const string Endpoint = "https://fcm.googleapis.com/fcm/send/abc";

    [Theory]
    [InlineData(Endpoint, Point, Auth, null)]
    [InlineData(null, Point, Auth, "endpoint")]
    [InlineData("fcm", Point, Auth, "endpoint")]
    [InlineData("file:///etc/passwd", Point, Auth, "endpoint")]
    [InlineData(Endpoint, null, Auth, "keys")]
    [InlineData(Endpoint, "AAAA", Auth, "keys")]
    [InlineData(Endpoint, "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiwA", Auth, "keys")]
    [InlineData(Endpoint, Point, null, "keys")]
    [InlineData(Endpoint, Point, "BTBZ", "keys")]
    [InlineData(Endpoint, Point, "not base64!", "keys")]
    public void Subscribe_Validate_NamesWhatIsWrong(string? endpoint, string? p256dh, string? auth, string? field) =>
        Assert.Equal(field, new PushSubscribeRequest(endpoint, new PushSubscriptionKeys(p256dh, auth)).Validate()?.Field);

    [Fact]
    public void Validate_WithNothing_NamesTheEndpoint()
    {
        Assert.Equal("endpoint", JsonSerializer.Deserialize("{}", PushJson.Default.PushSubscribeRequest)!.Validate()?.Field);
        Assert.Equal("endpoint", new PushUnsubscribeRequest(new string('x', 3_000)).Validate()?.Field);
        Assert.Equal("keys", new PushSubscribeRequest(Endpoint).Validate()?.Field);
    }
}
