using System.Security.Cryptography;
using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Scheduling;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary>
/// <c>chat.schedule</c>: a message is kept until its time, when the scheduler sends it. Whether it may be said is decided then, by the room's owner: here only what can't be at all is refused.
/// </summary>
internal sealed class ScheduleQuery(ChatSources sources) : IChatQuery<ChatScheduleRequest>
{
    private readonly JournalPromise _journal = new(sources.Journal);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatScheduleRequest request, CancellationToken cancel)
    {
        var (user, room, at, now) = (caller.User, request.Room!.Value, request.At!.Value, sources.Time.GetUtcNow());
        var (access, refused) = await sources.Chat.CheckReadAsync(room, user, @ref, cancel).ConfigureAwait(false);
        if (refused is not null)
            return [refused];
        if (access is not { IsMember: true })
            return [EnvelopeWriter.Error(ChatErrors.NotMember, @ref)];
        var id = IdOf(user, request.Key!);
        if (await sources.Scheduled.FindAsync(user, id, cancel).ConfigureAwait(false) is { } before)
            return [before.ToScheduled(@ref)];
        if (await RefuseAsync(user, at, now, cancel).ConfigureAwait(false) is { } error)
            return [EnvelopeWriter.Error(error, @ref)];
        var (files, missing) = await FilesAsync(user, room, request.Attachments, now, cancel).ConfigureAwait(false);
        if (missing is not null)
            return [EnvelopeWriter.Error(missing, @ref)];
        var content = new ScheduledContent(request.Text ?? "", request.ReplyTo, request.Thread, request.Mentions, request.Audience, request.Previews) { Attachments = files, Data = request.Data };
        var message = new ScheduledMessage(id, user, room, at, content.Write()) { Since = now };
        await _journal.SaveAsync(owner => new AddScheduled(owner, message) { Files = [.. (files ?? []).Select(f => f.Id)] }, cancel).ConfigureAwait(false);
        return Schedules.Answer(caller, message.ToScheduled(@ref), message.ToScheduled());
    }

    private async Task<RequestError?> RefuseAsync(UserId user, DateTimeOffset at, DateTimeOffset now, CancellationToken cancel)
    {
        if (Schedules.RefuseTime(at, now) is { } refused)
            return refused;
        var most = sources.Options.MaxScheduledPerUser;
        return await sources.Scheduled.CountAsync(user, cancel).ConfigureAwait(false) >= most
            ? new RequestError(ErrorCode.Conflict, $"You have scheduled {most:N0} messages, the most that are allowed. Cancel some first.")
            : null;
    }

    // Uploaded, and kept from now on for as long as the message waits. What becomes of them until then is found out at its time.
    private async Task<(IReadOnlyList<Attachment>? Files, RequestError? Error)> FilesAsync(
        UserId user, RoomId room, IReadOnlyList<Attachment>? named, DateTimeOffset now, CancellationToken cancel)
    {
        if (named is null or { Count: 0 })
            return default;
        var rows = await sources.Files.FindAsync([.. named.Select(f => f.Id)], cancel).ConfigureAwait(false);
        return FileFacts.Attach(rows, room, user, named, now) is { } files ? (files, null) : (null, ChatErrors.NoSuchFile);
    }

    // The client's key is the id, as with rooms (RoomKeys): who asks twice schedules one message.
    private static string IdOf(UserId user, string key) => $"f{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"scheduled by {user.Value} {key}")))[..31]}";
}

/// <summary><c>chat.reschedule</c>: another time, or another text.</summary>
internal sealed class RescheduleQuery(ChatSources sources) : IChatQuery<ChatRescheduleRequest>
{
    private readonly JournalPromise _journal = new(sources.Journal);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatRescheduleRequest request, CancellationToken cancel)
    {
        var now = sources.Time.GetUtcNow();
        if (request.At is { } time && Schedules.RefuseTime(time, now) is { } refused)
            return [EnvelopeWriter.Error(refused, @ref)];
        var (before, error) = await Schedules.FindAsync(sources.Scheduled, caller.User, request.Id!, cancel).ConfigureAwait(false);
        if (before is null)
            return [EnvelopeWriter.Error(error!, @ref)];
        var content = before.Read();
        if (request.Text is { } said && content.Attachments is null && ChatValidation.Text(said, mayBeEmpty: false) is { } empty)
            return [EnvelopeWriter.Error(empty, @ref)];
        if (request.Text is { } text)
            content = content with { Text = text, Mentions = request.Mentions, Audience = request.Audience };
        var at = request.At ?? (request.Now == true ? now : null);
        var message = (at is null ? before : before with { At = at.Value, Due = at.Value, State = ScheduledState.Waiting }) with
        {
            Content = (at is null ? content : content with { Failed = null }).Write(),
            Since = now,
            Tag = ScheduledMessage.NewTag(),
        };
        return await _journal.TrySaveAsync(owner => new ReplaceScheduled(owner, before.Id, before.Tag, message), cancel).ConfigureAwait(false)
            ? Schedules.Answer(caller, message.ToScheduled(@ref), message.ToScheduled())
            : [EnvelopeWriter.Error(Schedules.Taken, @ref)];
    }
}

/// <summary><c>chat.unschedule</c>: the message is not sent.</summary>
internal sealed class UnscheduleQuery(ChatSources sources) : IChatQuery<ChatUnscheduleRequest>
{
    private readonly JournalPromise _journal = new(sources.Journal);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatUnscheduleRequest request, CancellationToken cancel)
    {
        var (before, error) = await Schedules.FindAsync(sources.Scheduled, caller.User, request.Id!, cancel).ConfigureAwait(false);
        if (before is null)
            return [EnvelopeWriter.Error(error!, @ref)];
        return await _journal.TrySaveAsync(owner => new ReplaceScheduled(owner, before.Id, before.Tag, null), cancel).ConfigureAwait(false)
            ? Schedules.Answer(caller, before.ToUnscheduled(@ref), before.ToUnscheduled())
            : [EnvelopeWriter.Error(Schedules.Taken, @ref)];
    }
}

/// <summary><c>chat.schedules</c>: a page of what waits, and of what could not be sent.</summary>
internal sealed class SchedulesQuery(IScheduledStore scheduled) : IChatQuery<ChatSchedulesRequest>
{
    // Texts are long where somebody wants that: a page ends behind the message that fills it.
    private const int PageBytes = 262_144;
    private static readonly RequestError NoCursor = RequestError.Bad("cursor", "\"cursor\" is the \"next\" of the page before.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatSchedulesRequest request, CancellationToken cancel)
    {
        var limit = request.Limit ?? ReadAccess.DefaultPage;
        var after = request.Cursor is { } cursor ? ScheduledCursor.Parse(cursor) : null;
        if (request.Cursor is not null && after is null)
            return [EnvelopeWriter.Error(NoCursor, @ref)];
        var found = await scheduled.OfAsync(caller.User, after, limit, cancel).ConfigureAwait(false);
        var page = new List<ScheduledMessage>();
        for (var bytes = 0; page.Count < found.Count && bytes < PageBytes; bytes += page[^1].Content.Length)
            page.Add(found[page.Count]);
        var next = page.Count < found.Count || page.Count == limit ? ScheduledCursor.Of(page[^1]).ToString() : null;
        return [EnvelopeWriter.Write("chat.schedules", new ChatSchedules([.. page.Select(m => m.ToView())], next), ChatJson.Default.ChatSchedules, @ref)];
    }
}

/// <summary>What they share.</summary>
internal static class Schedules
{
    /// <summary>The scheduler has it, or another device has changed it meanwhile.</summary>
    public static readonly RequestError Taken = new(ErrorCode.Conflict, "The message is being sent right now, or another device has just changed it.", "id");

    private static readonly RequestError None = new(ErrorCode.NotFound, "There is no such scheduled message. It may have been sent.", "id");

    /// <summary>The message, where its user may change it now; or why not.</summary>
    public static async Task<(ScheduledMessage? Message, RequestError? Error)> FindAsync(IScheduledStore store, UserId user, string id, CancellationToken cancel) =>
        await store.FindAsync(user, id, cancel).ConfigureAwait(false) switch
        {
            null => (null, None),
            { State: ScheduledState.Sending } => (null, Taken),
            var found => (found, null),
        };

    /// <summary>Why nothing can be scheduled for that time; null where it can.</summary>
    public static RequestError? RefuseTime(DateTimeOffset at, DateTimeOffset now) => at <= now
        ? RequestError.Bad("at", $"\"at\" is not in the future. The server's time is {now.UtcDateTime:yyyy-MM-dd'T'HH:mm:ss.fff'Z'}.")
        : at > now + ChatLimits.MaxAhead
            ? RequestError.Bad("at", $"\"at\" can be at most {ChatLimits.MaxAhead.Days} days ahead.")
            : null;

    /// <summary>The reply, and the same for the user's other connections.</summary>
    public static IReadOnlyList<object> Answer(Caller caller, EncodedEnvelope reply, EncodedEnvelope news) => [new TellUser(caller.User, news, ExceptSession: caller.Session), reply];
}
