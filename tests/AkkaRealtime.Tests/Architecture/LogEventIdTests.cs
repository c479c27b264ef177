using System.Reflection;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Tests.Architecture;

/// <summary>An operator finds a log message by its event id: every message has one, and no two share it.</summary>
public sealed class LogEventIdTests
{
    private static readonly IReadOnlyList<(string Message, int Id)> Messages =
    [
        .. from type in typeof(RealtimeOptions).Assembly.GetTypes()
           from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
           let log = method.GetCustomAttribute<LoggerMessageAttribute>()
           where log is not null
           select ($"{type.FullName}.{method.Name}", log.EventId),
    ];

    [Fact]
    public void LoggerMessage_AnyMessage_HasAnIdOfItsOwn()
    {
        Assert.NotEmpty(Messages);
        var shared = Messages.GroupBy(m => m.Id).Where(g => g.Key <= 0 || g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Message))}").ToList();
        Assert.True(shared.Count == 0, $"Missing (-1 or 0) or shared event ids:\n{string.Join('\n', shared)}");
    }

    [Theory]
    [InlineData("Clustering", 1000)]
    [InlineData("Connections", 2000)]
    [InlineData("Topics", 3000)]
    [InlineData("Storage", 4000)]
    [InlineData("Routing.Users", 5000)]
    [InlineData("Routing.Chat", 6000)]
    [InlineData("Routing.Calls", 7000)]
    [InlineData("Admin", 8000)]
    [InlineData("Domains", 9000)]
    public void LoggerMessage_OfAFolder_IsInItsRange(string folder, int from) => Assert.All(
        Messages.Where(m => m.Message.StartsWith($"AkkaRealtime.{folder}.", StringComparison.Ordinal)),
        m => Assert.InRange(m.Id, from, from + 999));
}
