using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Calls;

// What the store answers without the owner of any call: histories, the calls that go on, and which missed ones were seen.
internal sealed partial class CallRouterActor
{
    private const int DefaultPage = 50;

    // Calls of one `call.list`. Who is in more busy rooms sees the newest.
    private const int MostListed = 200;

    private readonly Dictionary<JournalEntry, string> _marking = new(ReferenceEqualityComparer.Instance);

    private void ReadHistory(GetCallHistory history, ClientRequest request, IActorRef connection)
    {
        if (Wait(request, connection) is not { } token)
            return;
        var user = request.Caller.User;
        var limit = history.Limit ?? DefaultPage;
        Ask(token, user, ReadAsync(_services.Store, user, history.Before, limit));

        // One more than asked for tells whether there is more.
        static async Task<Func<string?, EncodedEnvelope>> ReadAsync(ICallStore store, UserId user, CallId? before, int limit)
        {
            var calls = await store.CallsAsync(user, before, limit + 1, CancellationToken.None).ConfigureAwait(false);
            var unseen = await store.UnseenCallsAsync([user], CancellationToken.None).ConfigureAwait(false);
            var entries = calls.Take(limit).Select(c => StoredCalls.Entry(c, user)).OfType<CallHistoryEntry>().ToList();
            var history = new CallHistory(entries, calls.Count > limit, unseen.GetValueOrDefault(user));
            return @ref => CallJson.History(history, @ref);
        }
    }

    private void ReadLive(ClientRequest request, IActorRef connection)
    {
        if (Wait(request, connection) is not { } token)
            return;
        var user = request.Caller.User;
        Ask(token, user, ReadAsync(_services.Store, user, _services.Time.GetUtcNow()));

        static async Task<Func<string?, EncodedEnvelope>> ReadAsync(ICallStore store, UserId user, DateTimeOffset now)
        {
            var calls = await store.LiveCallsAsync(user, MostListed, CancellationToken.None).ConfigureAwait(false);
            var views = calls.Select(c => StoredCalls.Live(c, now)?.View()).OfType<CallView>().ToList();
            return @ref => CallJson.List(views, @ref);
        }
    }

    private void Ask(string token, UserId user, Task<Func<string?, EncodedEnvelope>> read) =>
        read.PipeTo(Self, success: reply => new Read(token, reply), failure: cause => new ReadFailed(token, user, cause));

    private void Found(Read read)
    {
        if (Answered(read.Token) is { } waiting)
            waiting.Connection.Tell(read.Reply(waiting.Request.Ref));
    }

    private void MarkSeen(MarkCallsAsSeen seen, ClientRequest request, IActorRef connection)
    {
        if (Wait(request, connection) is not { } token)
            return;
        var entry = new SaveCallsSeen(Self, request.Caller.User, seen.CallId);
        if (_services.Journal.TryWrite(entry))
            _marking.Add(entry, token);
        else
            GiveUp(token);
    }

    // Other devices are told the number, counted after it was kept, and so whatever was missed meanwhile.
    private void SeenKept(JournalResult result)
    {
        var entry = result switch { Saved saved => saved.Entry, SaveFailed failed => failed.Entry, _ => null };
        if (entry is null || !_marking.Remove(entry, out var token))
            return;
        if (result is SaveFailed)
        {
            GiveUp(token);
            return;
        }

        var seen = (SaveCallsSeen)entry;
        SessionId? except = null;
        if (Answered(token) is { } waiting)
        {
            except = waiting.Request.Caller.Session;
            waiting.Connection.Tell(CallJson.Ok(seen.Call, waiting.Request.Ref));
        }

        CountAsync(_services.Store, seen.User).PipeTo(
            Self,
            success: missed => new UnseenCounted(seen.User, missed, except),
            failure: _ => CountFailed.Instance);

        static async Task<int> CountAsync(ICallStore store, UserId user) =>
            (await store.UnseenCallsAsync([user], CancellationToken.None).ConfigureAwait(false)).GetValueOrDefault(user);
    }

    private sealed record Read(string Token, Func<string?, EncodedEnvelope> Reply);

    private sealed record ReadFailed(string Token, UserId User, Exception Cause);

    private sealed record UnseenCounted(UserId User, int Missed, SessionId? Except);

    private sealed class CountFailed
    {
        public static readonly CountFailed Instance = new();
    }
}
