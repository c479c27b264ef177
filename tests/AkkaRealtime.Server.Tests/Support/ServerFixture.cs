namespace AkkaRealtime.Server.Tests.Support;

/// <summary>One server in Development that many tests share; each uses users and rooms of its own.</summary>
public sealed class ServerFixture() : ClassServer(new ServerSettings())
{
    /// <summary>A name that no other test has used: with digits, since people are also found by the beginning of any word of it.</summary>
    public static string NewName(string prefix = "user") => SignedIn.NewName(prefix);
}

/// <summary>The tests that share a server.</summary>
[CollectionDefinition(Name)]
public sealed class SharedServer : ICollectionFixture<ServerFixture>
{
    /// <summary>The collection's name.</summary>
    public const string Name = "shared server";
}
