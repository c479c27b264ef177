using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Tests.Routing.Chat.Wire;

public sealed class RoomEventJsonTests
{
    private static readonly DateTimeOffset At = new(2026, 11, 23, 20, 30, 15, 123, TimeSpan.Zero);

    public static TheoryData<RoomEvent> Events =>
    [
        new ChatMessage(new MessageId("m"), "k", "t") { Room = new RoomId("r"), Seq = 1, At = At, By = new UserId("a") },
        new ChatEdited(new MessageId("m"), "t") { Room = new RoomId("r"), Seq = 2, At = At, By = new UserId("a") },
        new ChatDeleted(new MessageId("m")) { Room = new RoomId("r"), Seq = 3, At = At, By = new UserId("a") },
        new ChatReacted(new MessageId("m"), "👍", true) { Room = new RoomId("r"), Seq = 4, At = At, By = new UserId("a") },
        new ChatPinned(new MessageId("m"), true) { Room = new RoomId("r"), Seq = 5, At = At, By = new UserId("a") },
        new ChatPreviewed(new MessageId("m"), null) { Room = new RoomId("r"), Seq = 5, At = At, By = new UserId("a") },
        new ChatJoined(new UserId("b"), "member") { Room = new RoomId("r"), Seq = 6, At = At, By = new UserId("a") },
        new ChatLeft(new UserId("b")) { Room = new RoomId("r"), Seq = 7, At = At, By = new UserId("a") },
        new ChatUpdated("name") { Room = new RoomId("r"), Seq = 8, At = At, By = new UserId("a") },
        new ChatCall(new CallId("r.c"), "ended", 1_000, "audio") { Room = new RoomId("r"), Seq = 9, At = At, By = new UserId("a") },
    ];

    [Theory]
    [MemberData(nameof(Events))]
    public void Encode_Event_NamesTheTypeInTheEnvelopeOnly(RoomEvent e)
    {
        Assert.True(EnvelopeReader.TryRead(RoomEventJson.Encode(e).Utf8, out var envelope, out _));
        Assert.Equal(e.Type, envelope.Type);
        Assert.DoesNotContain("\"type\"", System.Text.Encoding.UTF8.GetString(envelope.Data.Span), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void TextOf_Encoded_IsTheTextOfWhatHasOne(RoomEvent e) => Assert.Equal(
        (e as ChatMessage)?.Text ?? (e as ChatEdited)?.Text, RoomEventJson.TextOf(RoomEventJson.Encode(e).Utf8.Span));

    [Fact]
    public void Decode_OfPreviews_IsAllThatWasSaid()
    {
        LinkPreview[] previews = [new("https://example.com/", "Example", "Title", "About", new Attachment("f", "n", "image/png", 1, "/x", 2, 2)), new("https://example.org/")];
        var e = new ChatPreviewed(new MessageId("m"), previews) { Room = new RoomId("r"), Seq = 5, At = At, By = new UserId("a") };

        Assert.Equal(previews, Assert.IsType<ChatPreviewed>(RoomEventJson.Decode(RoomEventJson.Encode(e).Utf8)).Previews!);
    }

    // What a client attaches may have a member of the same name.
    [Fact]
    public void TextOf_AMessageWithMore_IsItsOwnText()
    {
        var message = new ChatMessage(new MessageId("m"), "k", "t") { Room = new RoomId("r"), Seq = 1, At = At, By = new UserId("a") };
        var stored = RoomEventJson.Encode(message with { Attachments = [new Attachment("text", "text", "text/plain", 1, "/text")], Text = "\"東京\" \\ 👍" });

        Assert.Equal("\"東京\" \\ 👍", RoomEventJson.TextOf(stored.Utf8.Span));
    }

    [Theory]
    [MemberData(nameof(Events))]
    public void Decode_Encoded_IsTheSame(RoomEvent e) => Assert.Equal(e, RoomEventJson.Decode(RoomEventJson.Encode(e).Utf8));
}
