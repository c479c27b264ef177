using AkkaRealtime.Routing.Calls.Settings;
using Microsoft.Extensions.Configuration;

namespace AkkaRealtime.Tests.Routing.Calls.Sfu;

public sealed class JanusOptionsTests
{
    private const string Url = "ws://127.0.0.1:8188";

    [Fact]
    public void Read_OneAddress() => Assert.Equal([new JanusOptions(Url)], Read(("Janus", Url)));

    [Fact]
    public void Read_OneServer() => Assert.Equal([new JanusOptions(Url, "s", "k")], Read(("Janus:Url", Url), ("Janus:ApiSecret", "s"), ("Janus:AdminKey", "k")));

    [Fact]
    public void Read_List() => Assert.Equal(
        [new JanusOptions("ws://a"), new JanusOptions("ws://b", "s")], Read(("Janus:0", "ws://a"), ("Janus:1:Url", "ws://b"), ("Janus:1:ApiSecret", "s")));

    [Fact]
    public void Read_NothingOrEmpty_IsNone()
    {
        Assert.Empty(Read());
        Assert.Empty(Read(("Janus", "")));
        Assert.Empty(Read(("Janus:0:Url", "")));
    }

    [Theory]
    [InlineData("http://127.0.0.1:8088/janus", "ws://127.0.0.1:8188")]
    [InlineData("janus", "ws://127.0.0.1:8188")]
    public void Validate_NoWebSocketAddress_SaysHowToWriteIt(string url, string sentence) =>
        Assert.Contains(sentence, Fault(o => o.Calls.Janus = [new JanusOptions(url)]), StringComparison.Ordinal);

    [Fact]
    public void Validate_SameAddressTwice_IsRefused() =>
        Assert.Contains("twice", Fault(o => o.Calls.Janus = [new JanusOptions(Url), new JanusOptions(Url)]), StringComparison.Ordinal);

    [Fact]
    public void Validate_FewerThanFive_IsRefused() =>
        Assert.Contains("Set 5 to 100", Fault(o => o.Calls.Sfu.MaxParticipants = 4), StringComparison.Ordinal);

    private static string Fault(Action<RealtimeOptions> set)
    {
        var options = new RealtimeOptions();
        set(options);
        return Assert.Single(new RealtimeOptionsValidator().Validate(null, options).Failures!);
    }

    private static IReadOnlyList<JanusOptions> Read(params (string Key, string Value)[] settings) =>
        JanusOptions.Read(new ConfigurationBuilder().AddInMemoryCollection(settings.ToDictionary(s => s.Key, s => (string?)s.Value)).Build().GetSection("Janus"));
}
