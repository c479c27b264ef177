using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store.Scheduled;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Scheduling;

/// <summary>
/// One attempt to send a scheduled message. It is marked first, so that nobody changes what is on its way; then the room's owner is asked as by its user, under a key that is the message's
/// own. After a crash in between it is asked again, and answers with the message that there is.
/// </summary>
/// <param name="journal">Keeps what becomes of it.</param>
/// <param name="revocations">Who may not sign in, and so may not have anything sent.</param>
/// <param name="ask">Asks the owner of a room; null: no answer came.</param>
/// <param name="tell">Tells the user's connections.</param>
/// <param name="time">The clock.</param>
internal sealed class ScheduledTurn(
    JournalPromise journal, Revocations revocations, Func<RoomRequest, CancellationToken, Task<EncodedEnvelope?>> ask, Action<TellUser> tell, TimeProvider time)
{
    /// <summary>After this it is tried again, where nobody says when.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(5);

    private static readonly DeviceId Device = new("scheduler");
    private static readonly ScheduledFault Revoked = new(ErrorCode.Forbidden.ToWire(), "Your sessions were revoked after you had scheduled this.");

    /// <summary>Tries.</summary>
    /// <exception cref="StoreUnavailableException">What became of it could not be stored: it is tried again.</exception>
    public async Task RunAsync(ScheduledMessage found, CancellationToken cancel)
    {
        if (await ReplaceAsync(found, found with { State = ScheduledState.Sending }, cancel).ConfigureAwait(false) is not { } message)
            return;
        var content = message.Read();
        var reply = Refuse(message) is { } revoked ? new Reply(null, revoked, null) : await AskAsync(message, content, cancel).ConfigureAwait(false);
        if (reply.Sent is { } sent)
            await EndAsync(message, sent, cancel).ConfigureAwait(false);
        else if (reply.Fault is not { } fault || IsPassing(fault))
            await PostponeAsync(message, reply, cancel).ConfigureAwait(false);
        else
            await FailAsync(message, content with { Failed = fault }, cancel).ConfigureAwait(false);
    }

    private ScheduledFault? Refuse(ScheduledMessage message) =>
        revocations.Find(new SessionFacts(message.User, null, null, null, message.Since), time.GetUtcNow()) is { } revocation ? Revoked with { Reason = revocation.Reason } : null;

    private async Task<Reply> AskAsync(ScheduledMessage message, ScheduledContent content, CancellationToken cancel)
    {
        var caller = new Caller(message.User, message.User.Value, Device, new SessionId(message.Id));
        return await ask(new RoomRequest(message.Room, caller, message.Id, content.ToRequest(message)), cancel).ConfigureAwait(false) is { } envelope
            ? Reply.Read(envelope)
            : default;
    }

    // What the protocol says can be sent again (§2).
    private static bool IsPassing(ScheduledFault fault) =>
        fault.Code == ErrorCode.RateLimited.ToWire() || fault.Code == ErrorCode.Busy.ToWire() || fault.Code == ErrorCode.Unavailable.ToWire();

    private async Task EndAsync(ScheduledMessage message, MessageId sent, CancellationToken cancel)
    {
        if (await journal.TrySaveAsync(owner => new ReplaceScheduled(owner, message.Id, message.Tag, null), cancel).ConfigureAwait(false))
            tell(new TellUser(message.User, message.ToUnscheduled(sent: sent)));
    }

    private async Task FailAsync(ScheduledMessage message, ScheduledContent content, CancellationToken cancel)
    {
        if (await ReplaceAsync(message, message with { State = ScheduledState.Failed, Content = content.Write() }, cancel).ConfigureAwait(false) is { } failed)
            tell(new TellUser(message.User, failed.ToScheduled()));
    }

    // In slow mode it was not stored, and its user may change it meanwhile; of all else nobody knows.
    private Task<ScheduledMessage?> PostponeAsync(ScheduledMessage message, Reply reply, CancellationToken cancel)
    {
        var wait = reply.RetryAfter is { } after && after > Pause ? after : Pause;
        var isRefused = reply.Fault?.Code == ErrorCode.RateLimited.ToWire();
        return ReplaceAsync(message, message with { Due = time.GetUtcNow() + wait, State = isRefused ? ScheduledState.Waiting : ScheduledState.Sending }, cancel);
    }

    /// <summary>What is stored now; null where its user, or another scheduler, has changed it meanwhile.</summary>
    private async Task<ScheduledMessage?> ReplaceAsync(ScheduledMessage before, ScheduledMessage message, CancellationToken cancel)
    {
        var tagged = message with { Tag = ScheduledMessage.NewTag() };
        return await journal.TrySaveAsync(owner => new ReplaceScheduled(owner, before.Id, before.Tag, tagged), cancel).ConfigureAwait(false) ? tagged : null;
    }

    /// <summary>What the owner has answered: <c>chat.sent</c>, or <c>error</c>; none of it where no answer came.</summary>
    private readonly record struct Reply(MessageId? Sent, ScheduledFault? Fault, TimeSpan? RetryAfter)
    {
        public static Reply Read(EncodedEnvelope envelope)
        {
            using var json = JsonDocument.Parse(envelope.Utf8);
            var data = json.RootElement.GetProperty("data");
            if (json.RootElement.GetProperty("type").GetString() == "chat.sent")
                return new(new MessageId(data.GetProperty("id").GetString()!), null, null);
            var fault = new ScheduledFault(data.GetProperty("code").GetString()!, data.GetProperty("message").GetString()!, data.TryGetProperty("reason", out var reason) ? reason.GetString() : null);
            return new(null, fault, data.TryGetProperty("retryAfterMs", out var after) ? TimeSpan.FromMilliseconds(after.GetInt32()) : null);
        }
    }
}
