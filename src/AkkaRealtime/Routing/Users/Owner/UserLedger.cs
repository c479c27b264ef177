using Akka.Actor;
using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Users.Owner;

/// <summary>
/// Keeps what must outlive a restart: choice, name, last seen, and whether the user is there. One entry is under way at a time, so that none overtakes another; what changes
/// meanwhile goes with the next. Promise: a choice counts, and <c>status.ok</c> goes out, only once it is stored; the rest is tried again until it is.
/// Each save names the one before it: an entity that another one has followed stores nothing any more.
/// </summary>
internal sealed class UserLedger(UserId user, IJournal journal, RealtimeMetrics metrics)
{
    /// <summary>The most choices that wait their turn; more are answered <see cref="ErrorCode.RateLimited"/>.</summary>
    public const int MaxWaiting = 16;

    private const int RetryMs = 5_000;
    private readonly Queue<Choosing> _waiting = new();
    private Content _saved = new(null, null, StatusChoice.None, Presence.Offline, default, null);
    private long _tag;

    // Of a save that may be stored although it failed: the next one is no other to the store, and puts right what it kept.
    private StateTag? _retried;
    private UnderWay? _underWay;
    private string _toldName = user.Value;

    /// <summary>When to call <see cref="Pump"/> because the journal refused; null: no need.</summary>
    public DateTimeOffset? RetryAt { get; private set; }

    /// <summary>Another entity of the user has saved meanwhile: this one is of the past.</summary>
    public bool IsSuperseded { get; private set; }

    /// <summary>Others may be told that the user has gone: that is stored, or the store can't say.</summary>
    public bool KnowsOfGoing => !IsSuperseded && (_saved.Presence == Presence.Offline || RetryAt is not null);

    /// <summary>Whether nothing waits or is under way.</summary>
    public bool IsIdle => _underWay is null && _waiting.Count == 0 && RetryAt is null;

    /// <summary>The user's name; null where neither the store nor a connection has told it: then there is nothing to keep.</summary>
    public string? Name { get; set; }

    /// <summary>What others are shown: the name that the store holds, or the id.</summary>
    public string ShownName => _saved.Name is { Length: > 0 } name ? name : user.Value;

    /// <summary>What others are shown since this was asked last; null: the same.</summary>
    public string? TakeNewName() => ShownName == _toldName ? null : _toldName = ShownName;

    /// <summary>What the store holds already.</summary>
    public void Restore(StoredUser? stored)
    {
        Name = stored?.Name;
        if (stored is not null)
        {
            _saved = new Content(stored.Name, stored.LastSeen, StatusChoice.FromStored(stored.Status), StatusChoice.PresenceOf(stored.Status), StatusChoice.ZoneOf(stored.Status), StatusChoice.QuietOf(stored.Status));
            _tag = stored.Tag;
        }

        _toldName = ShownName;
    }

    /// <summary>Queues a choice; <paramref name="asker"/> is told the outcome.</summary>
    public void Choose(SetStatus request, IActorRef asker, IActorRef self)
    {
        if (_waiting.Count < MaxWaiting)
        {
            _waiting.Enqueue(new Choosing(request, asker));
            return;
        }

        var error = new RequestError(ErrorCode.RateLimited, "Your status is being changed faster than it can be stored.", RetryAfterMs: RetryMs);
        Refuse(asker, error, request.Ref, self);
    }

    /// <summary>Writes what has changed, if nothing is under way.</summary>
    /// <param name="status">The user's status.</param>
    /// <param name="self">The entity, which is told the result.</param>
    /// <param name="now">The time.</param>
    public void Pump(UserStatus status, IActorRef self, DateTimeOffset now)
    {
        while (_underWay is null && _waiting.TryDequeue(out var choosing))
        {
            // What is turned off this time goes by the hours as they are when its turn comes.
            if (choosing.Request.SkipQuiet is { } skip)
                choosing = choosing with { Request = choosing.Request with { Quiet = new QuietChoice(status.Skipping(skip, now)), SkipQuiet = null } };
            var asked = choosing.Request;
            var quiet = asked.Quiet is { } chosen ? chosen.Hours : status.QuietHours;
            if (!TryWrite(new Content(Name ?? asked.Name, status.LastSeen, asked.Choice ?? status.Choice, status.Presence, status.Zone.Chosen(asked.Zone), quiet), choosing, self, now))
                Refuse(asked, choosing.Asker, self);
        }

        if (_underWay is not null || Name is not { } name || RetryAt > now)
            return;
        RetryAt = null;
        var content = new Content(name, status.LastSeen, status.Choice, status.Presence, status.Zone, status.QuietHours);
        if ((content != _saved || _retried is not null) && !TryWrite(content, null, self, now))
            RetryAt = now.AddMilliseconds(RetryMs);
    }

    /// <summary>The journal's answer about an entry. The choice that counts from now on, and who asked for it; null where it was none.</summary>
    public Choosing? Finish(JournalResult result, IActorRef self, DateTimeOffset now)
    {
        var entry = result switch { Saved saved => saved.Entry, SaveFailed failed => failed.Entry, SaveSuperseded late => late.Entry, _ => null };
        if (_underWay is not { } done || !ReferenceEquals(done.Entry, entry))
            return null;
        _underWay = null;
        if (result is Saved)
        {
            _saved = done.Content;
            _tag = done.Entry.Tag!.Value.Tag;
            _retried = null;
            return done.Choosing;
        }

        IsSuperseded = result is SaveSuperseded;
        if (IsSuperseded)
            RefuseWaiting(self);
        if (done.Choosing is { } refused)
            Refuse(refused.Request, refused.Asker, self);
        if (!IsSuperseded)
            (_retried, RetryAt) = (done.Entry.Tag, now.AddMilliseconds(RetryMs));
        return null;
    }

    private bool TryWrite(Content content, Choosing? choosing, IActorRef self, DateTimeOffset now)
    {
        var entry = new SaveUser(self, user, content.Name ?? user.Value, content.LastSeen, content.Choice.ToStored(content.Presence, content.Zone, content.Quiet))
        {
            At = now,
            Tag = _retried ?? StateTag.After(_tag),
            Event = EventOf(content),
        };
        if (!journal.TryWrite(entry))
            return false;
        _underWay = new UnderWay(entry, content, choosing);
        return true;
    }

    // What the store may have kept although the save failed may have told that they came: that they went is told in any case then.
    private string? EventOf(Content content)
    {
        if (_retried is null && content.IsShown == _saved.IsShown)
            return null;
        return content.IsShown ? UserEvent.Online : UserEvent.Offline;
    }

    /// <summary>Choices that still wait are not stored, and whoever asked for them is told so.</summary>
    public void RefuseWaiting(IActorRef self)
    {
        while (_waiting.TryDequeue(out var choosing))
            Refuse(choosing.Request, choosing.Asker, self);
    }

    /// <summary>Tells whoever asked for a choice that it could not be stored.</summary>
    public void Refuse(SetStatus request, IActorRef asker, IActorRef self)
    {
        var error = new RequestError(ErrorCode.Unavailable, "Your status could not be stored. Nothing was changed.", RetryAfterMs: RetryMs);
        Refuse(asker, error, request.Ref, self);
    }

    private void Refuse(IActorRef asker, RequestError error, string? @ref, IActorRef self)
    {
        metrics.Errors.Add(1, new KeyValuePair<string, object?>("code", error.Code.ToWire()));
        asker.Tell(EnvelopeWriter.Error(error, @ref), self);
    }

    /// <summary>A choice and who asked for it.</summary>
    internal sealed record Choosing(SetStatus Request, IActorRef Asker);

    private sealed record UnderWay(SaveUser Entry, Content Content, Choosing? Choosing);

    private sealed record Content(string? Name, DateTimeOffset? LastSeen, StatusChoice Choice, Presence Presence, SharedZone Zone, QuietHours? Quiet)
    {
        public bool IsShown => Presence != Presence.Offline && Choice.Status != ChosenStatus.Invisible;
    }
}
