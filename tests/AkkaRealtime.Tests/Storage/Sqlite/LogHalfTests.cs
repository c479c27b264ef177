using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage.Sqlite.Appending;

namespace AkkaRealtime.Tests.Storage.Sqlite;

public sealed class LogHalfTests : IDisposable
{
    private readonly string _path = Path.GetTempFileName();

    [Fact]
    public void Clear_AfterAFlood_GivesBackWhatItNeededWhenItIsOver()
    {
        using var file = AppendLogFile.Open(_path);
        var half = new LogHalf(file);
        Fill(half, 5_000);
        half.Clear();
        Assert.True(half.Events.Capacity >= 5_000);

        Fill(half, 1);
        half.Clear();
        Assert.Equal(0, half.Events.Capacity);
    }

    public void Dispose() => File.Delete(_path);

    private static void Fill(LogHalf half, int count)
    {
        for (var seq = 1; seq <= count; seq++)
        {
            var message = new ChatMessage(new MessageId($"m{seq}"), $"k{seq}", "") { Room = new RoomId("r"), Seq = seq, At = DateTimeOffset.UnixEpoch, By = new UserId("alice") };
            half.Add(new LoggedEvent(1, message, new EncodedEnvelope(ReadOnlyMemory<byte>.Empty), seq));
        }
    }
}
