using Akka.Configuration;
using Akka.TestKit.Xunit2;

namespace AkkaRealtime.Tests;

/// <summary>
/// How long specs wait for what must come. A passing spec never waits that long, so the only thing a short wait would find out is that the
/// machine is busy.
/// </summary>
internal static class Patient
{
    /// <summary>For one thing that must come.</summary>
    public static readonly TimeSpan Wait = TimeSpan.FromSeconds(60);

    /// <summary>TestKit's settings with that wait instead of three seconds, for expectations that name none.</summary>
    public static readonly Config Config = ConfigurationFactory.ParseString("""
        akka.test.single-expect-default = 60s
        akka.test.default-timeout = 60s
        """).WithFallback(TestKit.DefaultConfig);
}
