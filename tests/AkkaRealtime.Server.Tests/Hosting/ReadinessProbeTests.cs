using Microsoft.Extensions.Configuration;

namespace AkkaRealtime.Server.Tests.Hosting;

public sealed class ReadinessProbeTests
{
    [Theory]
    [InlineData(null, null, "http://127.0.0.1:5000/")]
    [InlineData(null, "8080", "http://127.0.0.1:8080/")]
    [InlineData("http://0.0.0.0:81", "8080", "http://127.0.0.1:81/")]
    [InlineData("http://+:81", null, "http://127.0.0.1:81/")]
    [InlineData("https://*:443;http://*:80", null, "http://127.0.0.1/")]
    [InlineData("http://10.1.2.3:5000", null, "http://10.1.2.3:5000/")]
    public void Address_OfSettings_IsReachableFromTheMachine(string? urls, string? ports, string expected) =>
        Assert.Equal(expected, ReadinessProbe.Address(urls, ports).ToString());

    [Theory]
    [InlineData("9090", null, "http://127.0.0.1:9090/")]
    [InlineData("9090", "::", "http://127.0.0.1:9090/")]
    [InlineData("9090", "10.1.2.3", "http://10.1.2.3:9090/")]
    [InlineData("0", null, "http://127.0.0.1:81/")]
    public void Address_WithAPortForManagement_IsThere(string port, string? address, string expected)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["urls"] = "http://+:81",
            ["AkkaRealtime:Management:Port"] = port,
            ["AkkaRealtime:Management:Address"] = address ?? "127.0.0.1",
        }).Build();
        Assert.Equal(expected, ReadinessProbe.Address(configuration).ToString());
    }
}
