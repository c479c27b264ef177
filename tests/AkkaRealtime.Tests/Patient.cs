using Akka.Configuration;
using Akka.TestKit;
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

    // TestKit looks again after a tenth of the wait, or after 800 ms: specs would spend their time on that.
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(20);

    /// <summary>Waits until this is so.</summary>
    public static void Until(this TestKitBase kit, Func<bool> condition) => kit.AwaitCondition(condition, Wait, Interval, message: null);

    /// <summary>Waits until this is so.</summary>
    public static Task UntilAsync(this TestKitBase kit, Func<bool> condition) => kit.AwaitConditionAsync(() => Task.FromResult(condition()), Wait, Interval, message: null);

    /// <summary>Waits until this holds.</summary>
    public static void Eventually(this TestKitBase kit, Action assertion) => kit.AwaitAssert(assertion, Wait, Interval);

    /// <summary>Waits until this holds.</summary>
    public static Task EventuallyAsync(this TestKitBase kit, Action assertion) => kit.AwaitAssertAsync(assertion, Wait, Interval);

    /// <summary>Waits until this holds.</summary>
    public static Task EventuallyAsync(this TestKitBase kit, Func<Task> assertion) => kit.AwaitAssertAsync(assertion, Wait, Interval);
}
