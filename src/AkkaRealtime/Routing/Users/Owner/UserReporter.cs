using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>Tells status routers how a user is seen: the one that asks at once, those that follow the user at every change.</summary>
internal sealed class UserReporter
{
    private readonly UserId _user;
    private readonly UserStatus _status;
    private readonly UserLedger _ledger;
    private readonly IActorRef _router;
    private readonly TopicInterest _interest;
    private StatusReport _report;
    private long _toldVersion;

    /// <summary>For the entity of <paramref name="user"/>, which has just started.</summary>
    /// <param name="user">The user.</param>
    /// <param name="status">What they are.</param>
    /// <param name="ledger">What is kept of that.</param>
    /// <param name="router">This node's status router, which broadcasts.</param>
    /// <param name="node">This node's address.</param>
    /// <param name="now">The time.</param>
    public UserReporter(UserId user, UserStatus status, UserLedger ledger, IActorRef router, Address node, DateTimeOffset now)
    {
        (_user, _status, _ledger, _router) = (user, status, ledger, router);
        _interest = new TopicInterest(node);
        _report = new StatusReport(now.UtcTicks, status.Seen(), null);
    }

    /// <summary>Whether a node follows the user.</summary>
    public bool IsFollowed => _interest.Any;

    /// <summary>
    /// How the user is seen at <paramref name="now"/>. Its version grows with every change, also over restarts: it is never behind the clock. Somebody who was there is
    /// shown as gone once that is stored, and so never by an entity that another one has followed: all that it knows is that it has heard of nobody.
    /// </summary>
    public StatusReport Report(DateTimeOffset now)
    {
        var seen = _status.Seen();
        if (!_status.IsConnected && !_status.IsInvisible && _report.Seen.Status != StatusNames.Offline && !_ledger.KnowsOfGoing)
            return _report;
        var own = _status.Own();
        var report = _report with { Seen = seen, Own = own == seen ? null : own };
        if (report != _report)
            _report = report with { Version = Math.Max(_report.Version + 1, now.UtcTicks) };
        return _report;
    }

    /// <summary>A node begins to follow the user: it is told how they are seen now.</summary>
    public void Follow(Interest interest, IActorRef relay, IActorRef self, DateTimeOffset now)
    {
        Report(now);
        _interest.Add(relay.Path.Address);
        relay.Tell(new Head(interest.Topic, 0, [Publication()], Truncated: false) { Answers = interest.Question }, self);
    }

    /// <summary>A node no longer follows the user.</summary>
    public void Unfollow(Address relay) => _interest.Remove(relay);

    /// <summary>Tells those who follow the user, if anything has changed since they were told last.</summary>
    public void TellChange(IActorRef self, DateTimeOffset now)
    {
        Report(now);
        if (_report.Version != _toldVersion && IsFollowed)
            _router.Tell(new Broadcast(_interest.Relays, [Publication()]), self);
        _toldVersion = _report.Version;
    }

    /// <summary>What was loaded is no change.</summary>
    public void CountAsTold(DateTimeOffset now) => _toldVersion = Report(now).Version;

    private Publication Publication() => new(Topic.Of(_user), 0, _report.Encode());
}
