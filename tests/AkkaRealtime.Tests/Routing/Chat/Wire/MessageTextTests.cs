using System.Text;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using CsCheck;

namespace AkkaRealtime.Tests.Routing.Chat.Wire;

// The way by hand has to be the usual way, byte for byte: what is stored is what went out.
public sealed class MessageTextTests
{
    private static readonly Gen<string> Text = Gen.OneOf(
        Gen.String,
        OneOf("plain", "Zoë schrieb: grüße 東京 👩‍👩‍👧", "a \"quote\" and \\", "line\nline\ttab", "\u007f\u0085\u2028\u2029\ufeff\ufffd\ue000", "<a href='x'>&amp;</a>", ""),
        Gen.Int[0, 9_000].Select(length => new string('ä', length)));

    private static readonly Gen<MessageId?> OptionalId = OneOf<MessageId?>(null, new MessageId("0199a0b0c0d0700080000000000000ff"));

    private static readonly Gen<DateTimeOffset> At = Gen.Long[0, 4_102_444_800_000].Select(Gen.Int[0, 9_999], (ms, ticks) =>
        DateTimeOffset.FromUnixTimeMilliseconds(ms).AddTicks(ticks).ToOffset(TimeSpan.FromHours(ticks % 3)));

    private static readonly Gen<ChatMessage> Message = Gen.Select(Text, Text, OptionalId, OptionalId, At, Gen.Long[0, long.MaxValue], (key, text, replyTo, thread, at, seq) =>
        new ChatMessage(new MessageId("0199a0b0c0d07000800000000000000a"), key, text, replyTo, thread) { Room = new RoomId("r1"), Seq = seq, At = at, By = new UserId("jane@example.org") });

    [Fact]
    public void Of_AnyMessage_IsTheUsualEncodingOrNone() => Message.Sample(
        message => Same(EnvelopeWriter.Write("chat.message", message, ChatJson.Default.ChatMessage), MessageText.Of(message)), iter: 1_000, threads: 1);

    [Fact]
    public void Sent_AnyMessage_IsTheUsualEncodingOrNone() => Gen.Select(Message, Gen.Bool, Gen.OneOf(Gen.Const((string?)null), Text.Select(t => (string?)t))).Sample(
        (message, duplicate, @ref) => Same(
            EnvelopeWriter.Write("chat.sent", new ChatSent(message.Room, message.Seq, message.Id, message.Key, message.At, duplicate), ChatJson.Default.ChatSent, @ref),
            MessageText.Sent(message, duplicate, @ref)),
        iter: 1_000,
        threads: 1);

    [Fact]
    public void Of_AMessageOfManyLanguages_IsByHand() => Assert.NotNull(MessageText.Of(Plain));

    public static TheoryData<ChatMessage> Others =>
    [
        Plain with { Mentions = [new UserId("bob")] },
        Plain with { Attachments = [] },
        Plain with { Deleted = true },
        Plain with { Data = JsonElement.Parse("{}") },
    ];

    [Theory]
    [MemberData(nameof(Others))]
    public void Of_AMessageWithMore_IsNotByHand(ChatMessage message) => Assert.Null(MessageText.Of(message));

    private static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);

    private static ChatMessage Plain => new(new MessageId("m"), "k", "Zoë schrieb: 'grüße' <東京>") { Room = new RoomId("r1"), Seq = 1, At = DateTimeOffset.UnixEpoch, By = new UserId("a") };

    private static void Same(EncodedEnvelope usual, EncodedEnvelope? byHand)
    {
        if (byHand is not null)
            Assert.Equal(Encoding.UTF8.GetString(usual.Utf8.Span), Encoding.UTF8.GetString(byHand.Utf8.Span));
    }
}
