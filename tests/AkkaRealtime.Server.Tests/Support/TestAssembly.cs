namespace AkkaRealtime.Server.Tests.Support;

/// <summary>The assembly that these tests are, for attributes that other test projects share.</summary>
internal static class TestAssembly
{
    /// <summary>Its name.</summary>
    public const string Name = "AkkaRealtime.Server.Tests";
}
