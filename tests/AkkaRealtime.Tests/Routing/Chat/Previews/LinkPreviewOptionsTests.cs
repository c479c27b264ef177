using AkkaRealtime.Routing.Chat.Previews;

namespace AkkaRealtime.Tests.Routing.Chat.Previews;

public sealed class LinkPreviewOptionsTests
{
    [Fact]
    public void Faults_OfTheDefaults_AreNone() => Assert.Empty(new LinkPreviewOptions().Faults());

    [Fact]
    public void Faults_SayWhatToChange()
    {
        var options = new LinkPreviewOptions { LinksPerMessage = 11, MaxPageBytes = 1, AllowedNetworks = { "10.0.0.0/33" }, Ports = { 0 }, DeniedHosts = { "https://example.com/" } };

        Assert.Equal(
            [
                "AkkaRealtime:LinkPreviews:LinksPerMessage is 11. Set 1 to 10.",
                "AkkaRealtime:LinkPreviews:MaxPageBytes is 1. Set 1024 to 16777216.",
                "AkkaRealtime:LinkPreviews:Ports holds 0. Write ports, such as 443.",
                "AkkaRealtime:LinkPreviews:AllowedNetworks holds '10.0.0.0/33'. Write a network by its first address and its length, such as 10.20.0.0/16.",
                "AkkaRealtime:LinkPreviews:DeniedHosts or AllowedHosts holds 'https://example.com/'. Write a host alone, such as example.com: it stands for those below it as well.",
            ],
            options.Faults());
    }

    [Theory]
    [InlineData("https://example.com/", true)]
    [InlineData("http://example.com/", true)]
    [InlineData("https://EXAMPLE.com./", true)]
    [InlineData("https://example.com:8443/", false)]
    [InlineData("ftp://example.com/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("gopher://example.com/", false)]
    [InlineData("https://user@example.com/", false)]
    [InlineData("https://denied.example/", false)]
    [InlineData("https://DENIED.example./", false)]
    [InlineData("https://www.denied.example/", false)]
    [InlineData("https://notdenied.example/", true)]
    [InlineData("https://192.0.2.7/", false)]
    [InlineData("https://3221225991/", false)]
    [InlineData("https://[::ffff:192.0.2.7]/", false)]
    public void Rules_LookAtSchemePortAndHost_HoweverItIsSpelled(string address, bool allowed) =>
        Assert.Equal(allowed, new SiteRules(new LinkPreviewOptions { DeniedHosts = { "Denied.example", "192.0.2.7" } }).Allow(new Uri(address)));

    [Theory]
    [InlineData("https://wiki.intranet.example:8443/", true)]
    [InlineData("https://intranet.example:8443/", true)]
    [InlineData("https://intranet.example/", false)]
    [InlineData("https://example.com:8443/", false)]
    public void Rules_WithHostsAndPortsThatAreNamed_AllowNoOthers(string address, bool allowed) =>
        Assert.Equal(allowed, new SiteRules(new LinkPreviewOptions { AllowedHosts = { "intranet.example" }, Ports = { 8443 } }).Allow(new Uri(address)));
}
