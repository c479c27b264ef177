using Xunit.Abstractions;
using Xunit.Sdk;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>A theory that measures, for minutes, and says little about right and wrong: it is there only where <c>AKKAREALTIME_MEASURE</c> is its name.</summary>
[AttributeUsage(AttributeTargets.Method)]
[XunitTestCaseDiscoverer("AkkaRealtime.Server.Tests.Support." + nameof(MeasurementDiscoverer), TestAssembly.Name)]
public sealed class MeasurementAttribute(string name) : TheoryAttribute
{
    /// <summary>Its name.</summary>
    public string Name { get; } = name;
}

/// <summary>Finds measurements that are asked for.</summary>
public sealed class MeasurementDiscoverer(IMessageSink diagnostics) : TheoryDiscoverer(diagnostics)
{
    /// <inheritdoc/>
    public override IEnumerable<IXunitTestCase> Discover(ITestFrameworkDiscoveryOptions discoveryOptions, ITestMethod testMethod, IAttributeInfo theoryAttribute) =>
        Environment.GetEnvironmentVariable("AKKAREALTIME_MEASURE") == (string)theoryAttribute.GetConstructorArguments().Single()
            ? base.Discover(discoveryOptions, testMethod, theoryAttribute)
            : [];
}
