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

    /// <summary>The range of each folder, by its first id. The host has 10000.</summary>
    public static TheoryData<string, int> Folders { get; } = new()
    {
        { "Clustering", 1_000 },
        { "Connections", 2_000 },
        { "Topics", 3_000 },
        { "Storage", 4_000 },
        { "Routing.Users", 5_000 },
        { "Routing.Chat", 6_000 },
        { "Routing.Calls", 7_000 },
        { "Admin", 8_000 },
        { "Domains", 9_000 },
        { "Routing.Execution", 11_000 },
        { "Files", 12_000 },
        { "EventLoops", 13_000 },
        { "Sessions", 14_000 },
        { "Webhooks", 15_000 },
        { "Push", 16_000 },
    };

    [Fact]
    public void LoggerMessage_AnyMessage_HasAnIdOfItsOwn()
    {
        Assert.NotEmpty(Messages);
        var shared = Messages.GroupBy(m => m.Id).Where(g => g.Key <= 0 || g.Count() > 1)
            .Select(g => $"{g.Key}: {string.Join(", ", g.Select(m => m.Message))}").ToList();
        Assert.True(shared.Count == 0, $"Missing (-1 or 0) or shared event ids:\n{string.Join('\n', shared)}");
    }

    [Theory]
    [MemberData(nameof(Folders))]
    public void LoggerMessage_OfAFolder_IsInItsRange(string folder, int from) => Assert.All(
        Messages.Where(m => IsOf(folder, m.Message)), m => Assert.InRange(m.Id, from, from + 999));

    [Fact]
    public void LoggerMessage_AnyMessage_IsOfAFolderWithARange() => Assert.All(
        Messages, m => Assert.Single(Folders, folder => IsOf((string)folder[0], m.Message)));

    private static bool IsOf(string folder, string message) => message.StartsWith($"AkkaRealtime.{folder}.", StringComparison.Ordinal);
}
