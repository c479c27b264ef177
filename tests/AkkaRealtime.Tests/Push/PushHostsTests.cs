using AkkaRealtime.Push;
using AkkaRealtime.Push.Delivery;

namespace AkkaRealtime.Tests.Push;

public sealed class PushHostsTests
{
    [Theory]
    [InlineData("https://fcm.googleapis.com/fcm/send/abc", true)]
    [InlineData("https://updates.push.services.mozilla.com/wpush/v2/abc", true)]
    [InlineData("https://web.push.apple.com/abc", true)]
    [InlineData("https://wns2-by3p.notify.windows.com/w/?token=abc", true)]
    [InlineData("https://push.example.com/abc", true)]
    [InlineData("https://a.b.example.org/abc", true)]
    [InlineData("http://127.0.0.1:8080/abc", true)]
    [InlineData("http://fcm.googleapis.com/fcm/send/abc", false)]
    [InlineData("https://fcm.googleapis.com:8443/abc", false)]
    [InlineData("https://user@fcm.googleapis.com/abc", false)]
    [InlineData("https://push.services.mozilla.com.evil.example/abc", false)]
    [InlineData("https://evilpush.apple.com/abc", false)]
    [InlineData("https://example.org/abc", false)]
    [InlineData("https://169.254.169.254/latest", false)]
    [InlineData("http://127.0.0.1:8081/abc", false)]
    [InlineData("http://localhost:8080/abc", false)]
    [InlineData("https://127.0.0.1:8080/abc", false)]
    public void Allows_OnlyWhatIsKnownOrNamed(string endpoint, bool allowed) =>
        Assert.Equal(allowed, new PushHosts(["push.example.com", "*.example.org", "http://127.0.0.1:8080"]).Allows(new Uri(endpoint)));

    [Theory]
    [InlineData("push.example.com", true)]
    [InlineData("*.push.example.com", true)]
    [InlineData("http://127.0.0.1:8080", true)]
    [InlineData("http://[::1]:8080", true)]
    [InlineData("http://push.example.com", false)]
    [InlineData("https://push.example.com", false)]
    [InlineData("push.example.com/path", false)]
    [InlineData("*", false)]
    [InlineData("*.com", false)]
    [InlineData("10.0.0.1", false)]
    public void FaultOf_AnythingButAHost_SaysHowToWriteIt(string service, bool isRight) => Assert.Equal(isRight, PushHosts.FaultOf(service) is null);

    [Fact]
    public void Options_ThatAreWrong_AreToldInASentence()
    {
        Assert.Empty(new PushOptions().Faults());
        Assert.Contains("Push:Subject", Assert.Single(new PushOptions { Enabled = true }.Faults()), StringComparison.Ordinal);
        var keys = PushKeys.Make();
        var options = new PushOptions { Enabled = true, Subject = "mailto:ops@example.com", PublicKey = keys.PublicKey };
        Assert.Contains("Set both", Assert.Single(options.Faults()), StringComparison.Ordinal);
        options.PrivateKey = PushKeys.Make().PrivateKey;
        Assert.Contains("no pair", Assert.Single(options.Faults()), StringComparison.Ordinal);
        options.PrivateKey = keys.PrivateKey;
        Assert.Empty(options.Faults());
        options.Services.Add("http://example.com");
        Assert.Contains("Push:Services", Assert.Single(options.Faults()), StringComparison.Ordinal);
    }
}
