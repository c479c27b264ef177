using System.Buffers;
using System.Globalization;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Webhooks.Store;

namespace AkkaRealtime.Webhooks.Delivery;

/// <summary>An event as a webhook is sent it.</summary>
/// <param name="Position">Its place in its stream.</param>
/// <param name="Id">The same whenever it is sent, so that a receiver knows what it has.</param>
/// <param name="Type">Its type.</param>
/// <param name="At">When it happened.</param>
/// <param name="Data">What it says: a JSON object.</param>
internal sealed record WebhookEvent(long Position, string Id, string Type, DateTimeOffset At, ReadOnlyMemory<byte> Data)
{
    /// <summary>The end of a call stands in its room's log under this type.</summary>
    private const string RecordedCall = "chat.call";

    /// <summary>What webhooks know the end of a call as.</summary>
    private const string CallEnded = "call.ended";

    /// <summary>The room that it is about, where its stream is of many; null: webhooks that name rooms have looked at the stream.</summary>
    public RoomId? About { get; init; }

    /// <summary>An event of a room's log.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static WebhookEvent Of(RoomId room, StoredEvent stored)
    {
        if (!EnvelopeReader.TryRead(stored.Envelope.Utf8, out var envelope, out _))
            throw new JsonException($"Room {room}: what is stored at {stored.Seq} is no envelope.");
        var type = envelope.Type == RecordedCall ? CallEnded : envelope.Type;
        return new WebhookEvent(stored.Seq, string.Create(CultureInfo.InvariantCulture, $"{room}_{stored.Seq}"), type, TimeOf(envelope.Data.Span), envelope.Data);
    }

    /// <summary>A user came or went.</summary>
    public static WebhookEvent Of(UserEvent e)
    {
        var data = Write(json =>
        {
            json.WriteString("user"u8, e.User.Value);
            json.WritePropertyName("at"u8);
            WireTimeConverter.Instance.Write(json, e.At, JsonSerializerOptions.Default);
        });
        return new WebhookEvent(e.Number, string.Create(CultureInfo.InvariantCulture, $"user_{e.Number}"), e.Type, e.At, data);
    }

    /// <summary>A user has reported a message to the operator: who, which and why, and not what it says, as in the queue of reports.</summary>
    public static WebhookEvent Of(NumberedReport numbered)
    {
        var report = numbered.Report;
        var data = Write(json =>
        {
            json.WriteString("report"u8, report.Id);
            json.WriteString("room"u8, report.Room.Value);
            json.WriteString("message"u8, report.Message.Value);
            json.WriteString("author"u8, report.Author.Value);
            json.WriteString("by"u8, report.By.Value);
            json.WritePropertyName("at"u8);
            WireTimeConverter.Instance.Write(json, report.At, JsonSerializerOptions.Default);
            if (report.Reason is { } reason)
                json.WriteString("reason"u8, reason);
        });
        return new WebhookEvent(numbered.Number, string.Create(CultureInfo.InvariantCulture, $"report_{numbered.Number}"), Webhook.Reported, report.At, data) { About = report.Room };
    }

    /// <summary>The body that is posted: <c>type</c>, <c>timestamp</c> and <c>data</c>.</summary>
    public ReadOnlyMemory<byte> Body() => Write(json =>
    {
        json.WriteString("type"u8, Type);
        json.WritePropertyName("timestamp"u8);
        WireTimeConverter.Instance.Write(json, At, JsonSerializerOptions.Default);
        json.WritePropertyName("data"u8);
        json.WriteRawValue(Data.Span, skipInputValidation: true);
    });

    private static DateTimeOffset TimeOf(ReadOnlySpan<byte> data)
    {
        var reader = new Utf8JsonReader(data);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isTime = reader.ValueTextEquals("at"u8);
            reader.Read();
            if (isTime && reader.TryGetDateTimeOffset(out var at))
                return at;
            reader.Skip();
        }

        throw new JsonException("An event of the log has no time.");
    }

    private static ReadOnlyMemory<byte> Write(Action<Utf8JsonWriter> members)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenMemory;
    }
}

/// <summary>Reads a stream's events where they are kept: each time anew, so that what was deleted meanwhile is not sent.</summary>
/// <param name="rooms">Rooms' logs.</param>
/// <param name="users">What users do.</param>
/// <param name="reports">What users report.</param>
internal sealed class WebhookEvents(IRoomLog rooms, IUserEventLog users, IReportStore reports)
{
    /// <summary>Events of a stream after a position, in order.</summary>
    /// <exception cref="StoreUnavailableException">The store cannot be reached.</exception>
    public async Task<IReadOnlyList<WebhookEvent>> ReadAsync(string stream, long after, int limit, CancellationToken cancel)
    {
        if (stream == StreamPosition.Reports)
            return [.. (await reports.AfterAsync(after, limit, cancel).ConfigureAwait(false)).Select(WebhookEvent.Of)];
        if (StreamPosition.PartOf(stream) is { } part)
            return [.. (await users.EventsAsync(part, after, limit, cancel).ConfigureAwait(false)).Select(WebhookEvent.Of)];
        var room = new RoomId(stream);
        return [.. (await rooms.EventsAsync(room, after, uint.MaxValue, limit, cancel).ConfigureAwait(false)).Select(e => WebhookEvent.Of(room, e))];
    }
}
