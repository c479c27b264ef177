using AkkaRealtime.Server.Tests.Admin;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.CommandLine;

/// <summary>A server in Development with a signing key and an operator's key, for the tests of the command line.</summary>
public sealed class CommandLineServer() : ClassServer(new ServerSettings
{
    Options = new Dictionary<string, string>
    {
        ["AkkaRealtime:Auth:SigningKey"] = SigningKey,
        ["AkkaRealtime:Admin:ApiKeys:0"] = AdminClient.Key,
        ["AkkaRealtime:Limits:RateLimiting"] = "false",
    },
})
{
    /// <summary>Its <c>Auth:SigningKey</c>.</summary>
    public const string SigningKey = "a key of the tests' own sign-in, of 32 bytes and more";
}

/// <summary>The tests that share the packed tool and its server.</summary>
[CollectionDefinition(Name)]
public sealed class CommandLineTool : ICollectionFixture<PackedTool>, ICollectionFixture<CommandLineServer>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "command line";
}
