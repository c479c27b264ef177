using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>A server for tests of calls: connections may say more than calls allow, so that it is the call that refuses.</summary>
public sealed class CallServer() : ClassServer(new ServerSettings
{
    Options = new Dictionary<string, string>
    {
        ["AkkaRealtime:Limits:MessagesPerSecond"] = "10000",
        ["AkkaRealtime:Limits:Burst"] = "10000",
    },
});

/// <summary>The tests that share it.</summary>
[CollectionDefinition(Name)]
public sealed class SharedCallServer : ICollectionFixture<CallServer>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "shared server for calls";
}
