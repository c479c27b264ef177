using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Routing.Calls.Queries;

/// <summary>Calls as <c>call.history</c> shows them.</summary>
internal static class CallHistoryEntries
{
    /// <summary>The entry of <paramref name="stored"/> in the history of <paramref name="user"/>, or null where it can't be read.</summary>
    public static CallHistoryEntry? Of(StoredCall stored, UserId user)
    {
        if (StoredCalls.Decode(stored.State)?.Call is not { } call)
            return null;
        var view = call.View();
        return new CallHistoryEntry(
            call.Id,
            call.Room,
            call.Starter,
            call.HostName,
            call.Media,
            view.State,
            view.Mode,
            call.StartedAt,
            call.EndedAt,
            call.DurationMs,
            call.Outcome,
            call.WasMissedBy(user),
            call.EverIn,
            [.. call.Callees.Select(c => c.User)],
            call.Starter == user ? "outgoing" : "incoming",
            stored.Unseen ? true : null);
    }
}
