using System.Text.Json;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Chat.Wire;

// What somebody wants sent at a time to come (protocol §3, "Scheduled messages").

/// <summary><c>chat.schedule</c>.</summary>
internal sealed record ChatScheduleRequest(
    RoomId? Room = null,
    string? Key = null,
    DateTimeOffset? At = null,
    string? Text = null,
    MessageId? ReplyTo = null,
    MessageId? Thread = null,
    IReadOnlyList<UserId>? Mentions = null,
    string? Audience = null,
    bool? Previews = null,
    IReadOnlyList<Attachment>? Attachments = null,
    JsonElement? Data = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() =>
        ChatValidation.Room(Room) ?? ChatValidation.Key(Key) ?? (At is null ? RequestError.Bad("at", "\"at\" must be a time.") : null)
        ?? ChatValidation.Text(Text, mayBeEmpty: Attachments is { Count: > 0 })
        ?? ChatValidation.OptionalMessage("replyTo", ReplyTo) ?? ChatValidation.OptionalMessage("thread", Thread)
        ?? ChatValidation.Users("mentions", Mentions, required: false)
        ?? ChatValidation.Attachments(Attachments)
        ?? ChatValidation.Data(Data)
        ?? MessageAudience.Check(Audience);
}

/// <summary><c>chat.reschedule</c>.</summary>
internal sealed record ChatRescheduleRequest(
    string? Id = null, DateTimeOffset? At = null, bool? Now = null, string? Text = null, IReadOnlyList<UserId>? Mentions = null, string? Audience = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() =>
        ChatSchedulesRequest.CheckId(Id)
        ?? (this is { At: null, Now: not true, Text: null } ? RequestError.Bad("at", "Say what is to change: \"at\" or \"now\", or \"text\".") : null)
        ?? (At is not null && Now == true ? RequestError.Bad("now", "Either \"at\" or \"now\".") : null)
        //// Files may stand alone: that something is left of the message is for who has it.
        ?? (Text is null ? null : ChatValidation.Text(Text, mayBeEmpty: true))
        ?? ChatValidation.Users("mentions", Mentions, required: false)
        ?? MessageAudience.Check(Audience);
}

/// <summary><c>chat.unschedule</c>.</summary>
internal sealed record ChatUnscheduleRequest(string? Id = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 2;

    public RequestError? Validate() => ChatSchedulesRequest.CheckId(Id);
}

/// <summary><c>chat.schedules</c>.</summary>
internal sealed record ChatSchedulesRequest(string? Cursor = null, int? Limit = null) : IChatRequest
{
    /// <inheritdoc/>
    int IRequest.Cost => 5;

    public static RequestError? CheckId(string? id) => IdRules.IsServerMade(id) ? null : RequestError.Bad("id", "\"id\" must be the id of a scheduled message.");

    public RequestError? Validate() => ChatValidation.Limit(Limit);
}

/// <summary><c>chat.scheduled</c>: how a scheduled message stands now; the reply, and the news to the user's other connections.</summary>
internal sealed record ChatScheduled(ScheduledView Message);

/// <summary><c>chat.unscheduled</c>: it waits no more, as it was cancelled, or sent as the message <paramref name="Sent"/>.</summary>
internal sealed record ChatUnscheduled(string Id, RoomId Room, MessageId? Sent = null);

/// <summary><c>chat.schedules</c>, the answer: the earliest first.</summary>
internal sealed record ChatSchedules(IReadOnlyList<ScheduledView> Messages, string? Next = null);

/// <summary>A scheduled message, as its user sees it.</summary>
internal sealed record ScheduledView(
    string Id,
    RoomId Room,
    DateTimeOffset At,
    string Text,
    MessageId? ReplyTo,
    MessageId? Thread,
    IReadOnlyList<UserId>? Mentions,
    string? Audience,
    bool? Previews,
    IReadOnlyList<Attachment>? Attachments,
    JsonElement? Data,
    ScheduledFault? Failed);

/// <summary>Why a message could not be sent at its time: what its <c>chat.send</c> was answered with.</summary>
internal sealed record ScheduledFault(string Code, string Message, string? Reason = null);

/// <summary>What is stored of what a scheduled message says, and of why it could not be sent.</summary>
internal sealed record ScheduledContent(
    string Text, MessageId? ReplyTo, MessageId? Thread, IReadOnlyList<UserId>? Mentions, string? Audience, bool? Previews, ScheduledFault? Failed = null)
{
    /// <summary>Its files, as they were when it was scheduled.</summary>
    public IReadOnlyList<Attachment>? Attachments { get; init; }

    /// <summary>What the app says with it.</summary>
    public JsonElement? Data { get; init; }
}
