using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Sessions;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>What users ask of their own sessions: where am I signed in, and let those end.</summary>
internal sealed class OwnSessions(UserId user, UserConnections connections, Revoker revoker, RealtimeMetrics metrics, IActorRef self)
{
    private const int RetryMs = 5_000;

    /// <summary>Does it; <paramref name="sender"/> is told the outcome, of a change once it is stored. False where the message is no such thing.</summary>
    public bool TryHandle(object message, IActorRef sender, DateTimeOffset now)
    {
        switch (message)
        {
            case ListOwnSessions list:
                sender.Tell(EnvelopeWriter.Write("session.list", new SessionList(connections.ListOwn(list.Session)), OwnSessionJson.Default.SessionList, list.Ref), self);
                return true;
            case EndOwnSessions end:
                End(end, sender, now);
                return true;
            case Ended ended:
                Answer(ended);
                return true;
            default:
                return false;
        }
    }

    private void End(EndOwnSessions end, IActorRef asker, DateTimeOffset now)
    {
        var known = connections.Known;
        var meant = known.Where(k => end.Device is { } device ? k.Device == device : k.Device != end.Own).ToList();
        if (meant.Count == 0 && end.Device is null)
        {
            Reply(asker, end.Ref, 0);
            return;
        }

        // Of one's own token the device that asks still lives: a copy of it ends with its device alone.
        var kept = end.Device == end.Own ? null : known.FirstOrDefault(k => k.Session == end.Session)?.Origin?.Token;
        var revocations = Devices(end, meant)
            .Select(d => New(now, Until(now, meant.Where(k => k.Device == d))) with { Device = d, IssuedBefore = now })
            .Concat(meant.Where(k => k.Origin?.Token is { } token && token != kept).GroupBy(k => k.Origin!.Token)
                .Select(g => New(now, Until(now, g)) with { Token = g.Key }))
            .ToList();
        var sessions = meant.ConvertAll(k => k.Session);
        RevokeAsync(revocations).PipeTo(self, success: stored => new Ended(asker, end.Ref, sessions, stored));
    }

    // The device that is named may have no session now: its tokens are not to be good all the same.
    private static IEnumerable<DeviceId> Devices(EndOwnSessions end, IEnumerable<KnownSession> meant) =>
        end.Device is { } device ? [device] : meant.Select(k => k.Device).Distinct();

    private Revocation New(DateTimeOffset now, DateTimeOffset until) =>
        new(TimeOrderedId.New(now), now) { User = user, Until = until, Reason = "The user ended it." };

    private static DateTimeOffset Until(DateTimeOffset now, IEnumerable<KnownSession> sessions)
    {
        var until = sessions.Select(k => k.Origin is { Until: { } end } ? end : now + Revocation.Longest).DefaultIfEmpty(now + Revocation.Longest).Max();
        return until < now + Revocation.Longest ? until : now + Revocation.Longest;
    }

    private async Task<bool> RevokeAsync(List<Revocation> revocations)
    {
        try
        {
            await revoker.RevokeAsync(revocations, CancellationToken.None).ConfigureAwait(false);
            return true;
        }
        catch (StoreUnavailableException)
        {
            return false;
        }
    }

    private void Answer(Ended ended)
    {
        if (!ended.IsStored)
        {
            var error = new RequestError(ErrorCode.Unavailable, "This could not be stored. Nothing was ended.", RetryAfterMs: RetryMs);
            metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", error.Code.ToWire()));
            ended.Asker.Tell(EnvelopeWriter.Error(error, ended.Ref), self);
            return;
        }

        // Before the connections close, one of which may be the asker's. Nodes of the version before know no revocations: so each is told as well.
        Reply(ended.Asker, ended.Ref, ended.Sessions.Count);
        foreach (var known in connections.Known.Where(k => ended.Sessions.Contains(k.Session)))
            known.Connection.Tell(new CloseConnection(CloseCode.Revoked, "You ended this session."), self);
    }

    private void Reply(IActorRef asker, string? @ref, int count) =>
        asker.Tell(EnvelopeWriter.Write("session.ended", new SessionsEnded(count), OwnSessionJson.Default.SessionsEnded, @ref), self);

    private sealed record Ended(IActorRef Asker, string? Ref, IReadOnlyList<SessionId> Sessions, bool IsStored);
}
