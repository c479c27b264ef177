using System.Text;
using AkkaRealtime.Domains.Subscriptions;
using AkkaRealtime.Envelopes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace AkkaRealtime.Tests.Domains;

/// <summary>Topics that an operator allows, as they stand in a configuration.</summary>
public sealed class ConfiguredTopicTests
{
    [Theory]
    [InlineData("prices", 100, 30)]
    [InlineData("news.sport", 0, 10)]
    [InlineData("orders.alice", 5, 10)]
    [InlineData("a:b", 7, 10)]
    [InlineData("jobs.1", 0, 10)]
    [InlineData("secrets", null, null)]
    public void Topics_NamedInAFile_AreKnownWithTheirOptions(string topic, int? keep, int? minutes)
    {
        var options = Topics("""
            {
              "prices": { "Keep": 100, "KeepMinutes": 30 },
              "news.*": {},
              "jobs.*": null,
              "orders.{user}": { "Keep": 5 },
              "0": { "Name": "a:b", "Keep": 7 }
            }
            """).Find(topic);
        Assert.Equal((keep, minutes), (options?.Keep, options?.KeepMinutes));
    }

    [Theory]
    [InlineData("""[ "prices", "news.*" ]""")]
    [InlineData("""[ { "Name": "prices" }, "news.*" ]""")]
    public void Topics_AsAList_AreNamedByIt(string topics)
    {
        var rules = Topics(topics);
        Assert.Equal([true, true, false], new[] { "prices", "news.sport", "0" }.Select(name => rules.Find(name) is not null));
    }

    [Theory]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("null")]
    public void Topics_None_AreNone(string topics) => Assert.Null(Topics(topics).Find("prices"));

    [Theory]
    [InlineData("news.sport", true)]
    [InlineData("orders.alice", true)]
    [InlineData("orders.bob", false)]
    [InlineData("orders.alice2", false)]
    [InlineData("orders.", false)]
    [InlineData("orders.xalice", false)]
    public async Task Topics_OfAUser_AreForThatUserOnly(string topic, bool isAllowed)
    {
        var options = Topics("""{ "news.*": {}, "orders.{user}": {} }""").Find(topic)!;
        var alice = new Caller(new UserId("alice"), "Alice", new DeviceId("d1"), new SessionId("s1"));
        Assert.Equal(isAllowed, (await options.Authorize(alice, topic, default)).IsAllowed);
    }

    [Theory]
    [InlineData("""{ "a b": {} }""", "AkkaRealtime:Topics: 'a b' can't name topics. Use 1 to 128 letters")]
    [InlineData("""{ "a*b": {} }""", "AkkaRealtime:Topics: 'a*b' can't name topics.")]
    [InlineData("""{ "{user}.orders": {} }""", "AkkaRealtime:Topics names '{user}.orders'. Write {user} at the end, such as orders.{user}.")]
    [InlineData("""{ "a b.{user}": {} }""", "AkkaRealtime:Topics names 'a b.{user}'. Write letters, digits")]
    [InlineData("""{ "12345678901234567890123456789012345678901234567890123456789012345{user}": {} }""", "with 65 characters before {user}. Write 64 or fewer")]
    [InlineData("""{ "prices": 100 }""", "AkkaRealtime:Topics:prices is '100'. Set AkkaRealtime:Topics:prices:Keep, or leave it empty.")]
    [InlineData("""{ "prices": { "Keep": -1 } }""", "AkkaRealtime:Topics:prices:Keep is -1. Set 0 to 1000.")]
    [InlineData("""{ "prices": { "Keep": 1001 } }""", "AkkaRealtime:Topics:prices:Keep is 1001. Set 0 to 1000.")]
    [InlineData("""{ "prices": { "KeepMinutes": 0 } }""", "AkkaRealtime:Topics:prices:KeepMinutes is 0. Set 1 to 1440.")]
    [InlineData("""{ "orders.*": {}, "orders.{user}": {} }""", "AkkaRealtime:Topics names orders.* and orders.{user}, which are the same topics. Name them once.")]
    public void Topics_ThatCanNotBe_StopTheStartWithASentence(string topics, string sentence)
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Topics(topics));
        Assert.Contains(sentence, Assert.Single(fault.Failures), StringComparison.Ordinal);
    }

    [Fact]
    public void Topics_ThatTheAppNamesToo_StopTheStartWithASentence()
    {
        var fault = Assert.Throws<OptionsValidationException>(() => Topics("""{ "prices": {}, "orders.{user}": {} }""", realtime => realtime.Topic("prices").Topic("orders.*")));
        Assert.Equal(
            [
                "AkkaRealtime:Topics:orders.{user} names topics that the app names itself (orders.*). Remove it from the configuration, or from the app.",
                "AkkaRealtime:Topics:prices names topics that the app names itself (prices). Remove it from the configuration, or from the app.",
            ],
            fault.Failures.Order(StringComparer.Ordinal));
    }

    private static TopicRules Topics(string json, Action<RealtimeBuilder>? configure = null)
    {
        var file = new MemoryStream(Encoding.UTF8.GetBytes($$"""{ "AkkaRealtime": { "Topics": {{json}} } }"""));
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddAkkaRealtime(new ConfigurationBuilder().AddJsonStream(file).Build(), configure);
        return services.BuildServiceProvider().GetRequiredService<TopicRules>();
    }
}
