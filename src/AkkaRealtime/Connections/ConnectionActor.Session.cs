using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Connections;

// Sign-in, the opening of the session, renewal, and its end.
internal sealed partial class ConnectionActor
{
    private void CheckToken(SessionAuth auth, string? @ref)
    {
        if (_checkingToken)
        {
            Refuse(new(ErrorCode.Conflict, "Another session.auth is still being checked."), @ref);
            return;
        }

        _checkingToken = true;
        TokenChecked.CheckAsync(_services.Gate, auth, _session?.Caller.Device ?? _connection.Accepted.Device, @ref).PipeTo(Self);
    }

    // The old token stays good until its end; only somebody else's ends the session at once.
    private void Renew(TokenChecked token)
    {
        _checkingToken = false;
        var session = _session!;
        if (token.Failed)
        {
            Refuse(new(ErrorCode.Unavailable, "Tokens can't be checked right now.", RetryAfterMs: SessionOpening.FirstRetryMs), token.Ref);
        }
        else if (token.Identity is not { } identity || token.Revoked || !Lives(identity))
        {
            Refuse(new(ErrorCode.Unauthorized, "The token is invalid or expired."), token.Ref);
        }
        else if (identity.User != session.Caller.User)
        {
            _connection.Close(CloseCode.Unauthorized, "The token belongs to another user.");
        }
        else
        {
            session.Renew(identity, token.Ref, _services.Time.GetUtcNow());
            _connection.Facts = TokenGate.FactsOf(identity, session.Caller.Device, session.Caller.Session);
            Context.Parent.Tell(new ConnectionsActor.Renewed(_connection), Self);
            AskSession();
            Schedule();
        }
    }

    private void Open(Identity identity, DeviceId? device, string? @ref)
    {
        var now = _services.Time.GetUtcNow();
        var caller = new Caller(
            identity.User,
            identity.Name,
            device ?? new DeviceId(TimeOrderedId.New(now)),
            new SessionId(TimeOrderedId.New(now)));
        _budgets = _services.Budgets.Enter(identity.User, _connection.Accepted.Address);
        _session = new Session(caller, identity.ExpiresAt, @ref, now) { Picture = identity.Picture };
        _connection.Facts = TokenGate.FactsOf(identity, caller.Device, caller.Session);
        _connection.WakeAt = _services.NowMs + SessionOpening.FirstRetryMs;
        Context.Parent.Tell(new ConnectionsActor.SignedIn(_connection, identity.User), Self);
        AskSession();
        Become(Opening);
    }

    private void AskSession()
    {
        var (user, name, device, session) = _session!.Caller;
        var origin = new SessionOrigin(_session.BeganAt, _connection.Accepted.Agent, _connection.Facts!.Token, _session.LastExpiresAt);
        Actors.Sessions.Tell(new OpenSession(user, name, device, session, _session.Idle) { Hidden = _session.Hidden, Origin = origin, Picture = _session.Picture }, Self);
    }

    // Only when the session is open: a room that is entered before is in the answer, one that is entered later is told as FollowTopic.
    private void AskMemberships() =>
        Actors.Memberships.Tell(new GetMemberships(_session!.Caller.User, _session.Caller.Session), Self);

    private void BeReady(SessionOpening opening, IReadOnlyList<RoomHead> rooms)
    {
        _session!.Opening = null;
        Become(Ready);
        WriteReady(opening.Calls!);
        _connection.IsReady = true;
        Follow(rooms);
        foreach (var held in opening.Held)
            Ready(held);
        Schedule();
        TakeMessages();
    }

    private void WriteReady(IReadOnlyList<EncodedJson> calls)
    {
        var limits = _services.Limits;
        var session = _session!;
        var caller = session.Caller;
        _rings.Replace(calls, caller.User);
        var ready = new SessionReady(
            caller.Session,
            new SessionUser(caller.User, caller.Name),
            caller.Device,
            _services.Epoch,
            calls,
            _services.Time.GetUtcNow(),
            _services.Options.HeartbeatMs,
            session.ExpiresAt,
            new SessionLimits(
                limits.MaxMessageBytes,
                limits.RateLimiting ? limits.MessagesPerSecond : 0,
                limits.RateLimiting ? limits.Burst : 0,
                _services.MaxFileBytes(),
                _services.Audience,
                _services.MaxPictureBytes()),
            ServerVersion.Text,
            _services.Tickets?.Make(caller.User, caller.Device, session.ExpiresAt),
            _services.PushKey is { } key ? new SessionPush(key) : null);
        Outbox.Write(SessionEvents.Ready(ready, session.TakeRef()));
    }

    // The answer to a renewal, or the user's entity has moved, which is no news for the client.
    private void Reopened(SessionOpened opened)
    {
        var session = _session!;
        Context.Watch(Sender);
        session.Show(opened.Invisible);

        // A call that ended while the entity was away could not be told: what rings for the client is what it is told here.
        if (session.IsRenewing || _rings.AnyBut(opened.Calls))
            WriteReady(opened.Calls);
        if (session.ReopenAt is null)
            return;
        session.ReopenAt = null;
        AskMemberships();
        Schedule();
    }

    private void Follow(Topic topic, long head, bool watches = false) =>
        Actors.Relay.Tell(new Subscribe([new(topic, head)], _session!.Caller.User, Outbox, watches));

    private void Join(JoinTopic join)
    {
        if (!_session!.TryJoin(join.Topic))
        {
            Refuse(new(ErrorCode.Conflict, $"A connection can follow {Session.MaxTopics} topics: unsubscribe from one first."), join.Ref);
            return;
        }

        Follow(join.Topic, head: 0);
        Sender.Tell(join.Then, Self);
    }

    private void Follow(IReadOnlyList<RoomHead> rooms)
    {
        if (rooms.Count == 0)
            return;
        var topics = new KeyValuePair<Topic, long>[rooms.Count];
        for (var i = 0; i < topics.Length; i++)
            topics[i] = new(Topic.Of(rooms[i].Room), rooms[i].Head);
        Actors.Relay.Tell(new Subscribe(topics, _session!.Caller.User, Outbox));
    }

    private void OnTime()
    {
        var session = _session!;
        var now = _services.Time.GetUtcNow();
        if (session.HasExpired(now))
        {
            _connection.Close(CloseCode.Unauthorized, "The token has expired.");
            return;
        }

        if (session.TakeWarning(now))
            Outbox.Write(SessionEvents.Expiring(session.ExpiresAt!.Value));
        if (session.ReopenAt <= _services.NowMs)
        {
            session.ReopenAt = _services.NowMs + SessionOpening.FirstRetryMs;
            AskSession();
        }

        Schedule();
    }

    private void Schedule() => _connection.WakeAt = _session!.NextTime(_services.NowMs, _services.Time.GetUtcNow());

    private bool Lives(Identity identity) => !(identity.ExpiresAt <= _services.Time.GetUtcNow());

    private void EndSession()
    {
        _connection.WakeAt = long.MaxValue;
        if (_session is not { } session)
            return;
        _session = null;
        _replies?.Clear();
        _spans?.Clear();
        Actors.Relay.Tell(new UnsubscribeAll(Outbox));
        Actors.Sessions.Tell(new CloseSession(session.Caller.User, session.Caller.Session), Self);
        _services.Admission.LeaveUser(session.Caller.User);
        _services.Budgets.Leave(_budgets, _services.NowMs);
    }
}
