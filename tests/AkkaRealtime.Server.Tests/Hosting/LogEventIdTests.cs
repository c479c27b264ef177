using System.Reflection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Server.Tests.Hosting;

/// <summary>The host's log messages have event ids beside the library's: 10000 to 10999.</summary>
public sealed class LogEventIdTests
{
    [Fact]
    public void LoggerMessage_OfTheHost_HasAnIdOfItsOwnInItsRange()
    {
        const BindingFlags all = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;
        var ids = typeof(ServerBuilder).Assembly.GetTypes()
            .SelectMany(type => type.GetMethods(all)).Select(method => method.GetCustomAttribute<LoggerMessageAttribute>()?.EventId).OfType<int>().ToList();
        Assert.NotEmpty(ids);
        Assert.All(ids, id => Assert.InRange(id, 10_000, 10_999));
        Assert.Equal(ids.Count, ids.Distinct().Count());
    }
}
