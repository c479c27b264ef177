using System.Text;
using AkkaRealtime.Outbound;
using AkkaRealtime.Webhooks;
using AkkaRealtime.Webhooks.Delivery;

namespace AkkaRealtime.Tests.Webhooks;

/// <summary>Signatures are those of Standard Webhooks.</summary>
public sealed class WebhookSignatureTests
{
    private static readonly DateTimeOffset Now = DateTimeOffset.FromUnixTimeSeconds(1_614_265_330);
    private static readonly byte[] Body = Encoding.UTF8.GetBytes("""{"test": 2432232314}""");

    // The example of the reference implementations (github.com/standard-webhooks/standard-webhooks).
    [Fact]
    public void Of_TheExampleOfTheStandard_IsItsSignature() => Assert.Equal(
        "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
        WebhookSignature.Of([new WebhookSecret("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")], "msg_p5jXN8AQM9LWM0D4loKWxJek", Now, Body));

    [Fact]
    public void Of_AFormerSecretThatIsNotOver_SignsWithBoth()
    {
        var (current, former) = (new WebhookSecret(RequestSignature.NewSecret()), new WebhookSecret(RequestSignature.NewSecret(), Now.AddSeconds(1)));
        var one = WebhookSignature.Of([current], "id", Now, Body);

        Assert.Equal($"{one} {WebhookSignature.Of([former], "id", Now, Body)}", WebhookSignature.Of([current, former], "id", Now, Body));
        Assert.Equal(one, WebhookSignature.Of([current, former with { Until = Now }], "id", Now, Body));
    }

    [Fact]
    public void NewSecret_IsOne_AndNoOtherTextIs()
    {
        Assert.True(RequestSignature.IsSecret(RequestSignature.NewSecret()));
        foreach (var text in new[] { "", "whsec_", "whsec_AAAA", "MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "whsec_not Base64 at all, but long enough" })
            Assert.False(RequestSignature.IsSecret(text), text);
    }
}
