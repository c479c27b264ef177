using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Storage;
using AkkaRealtime.Webhooks.Delivery;
using AkkaRealtime.Webhooks.Store;

namespace AkkaRealtime.Webhooks.Owner;

/// <summary>
/// Sends the events of one webhook. Promise: at least once; of one room in order, each after the one before was accepted or given up. It claims the webhook first: an owner of the past
/// stores nothing any more. What moved is told by nodes, and looked for in the store at first, soon after, and then twice a minute.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "An actor ends in PostStop.")]
internal sealed class WebhookActor : UntypedActor, IWithTimers
{
    /// <summary>Between two looks at what is due.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(250);

    /// <summary>Between two looks through the store.</summary>
    public static readonly TimeSpan BetweenScans = TimeSpan.FromSeconds(30);

    private const int PageOfScan = 1_000;
    private static readonly TimeSpan SecondScan = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AfterFault = TimeSpan.FromSeconds(2);

    private readonly Webhook _webhook;
    private readonly WebhookServices _services;
    private readonly StreamQueue _streams = new();
    private readonly ReceiverHealth _health = new();
    private readonly WebhookProgress _progress;
    private readonly ClaimWebhook _claim;
    private readonly CancellationTokenSource _stopped = new();
    private DateTimeOffset _nextScan;
    private DateTimeOffset _storeAwayUntil;
    private bool _hasScanned;
    private bool _scanning;
    private bool _recovered;

    /// <summary>The owner of <paramref name="webhook"/> as it was read.</summary>
    /// <param name="webhook">The webhook.</param>
    /// <param name="revision">What it is claimed as.</param>
    /// <param name="services">What it works with.</param>
    public WebhookActor(Webhook webhook, long revision, WebhookServices services)
    {
        (_webhook, _services) = (webhook, services);
        _progress = new WebhookProgress(webhook.Id, revision, services.Journal);
        _claim = new ClaimWebhook(Self, webhook.Id, webhook.Revision, revision);
    }

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    private DateTimeOffset Now => _services.Time.GetUtcNow();

    /// <summary>How it is made.</summary>
    public static Props Props(Webhook webhook, long revision, WebhookServices services) => Producer.Of(() => new WebhookActor(webhook, revision, services));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(TickMessage.Instance, TickMessage.Instance, Tick);
        Claim();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _progress.Leave();
        _services.Lags.Remove(_webhook.Id);
        _stopped.Cancel();
        _stopped.Dispose();
    }

    /// <summary>Until it is claimed.</summary>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case Saved { Entry: ClaimWebhook }:
                Become(Running);
                Settle();
                break;
            case SaveFailed { Entry: ClaimWebhook }:
                _storeAwayUntil = Now + AfterFault;
                break;
            case TickMessage when _storeAwayUntil != default && _storeAwayUntil <= Now:
                _storeAwayUntil = default;
                Claim();
                break;
            case TickMessage or StreamsMoved:
                // What moved is found by the first look through the store.
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    private void Running(object message)
    {
        switch (message)
        {
            case TickMessage:
                _streams.Retry(Now, all: false);
                _services.Lags.Set(_webhook.Id, _streams.OldestSince);
                break;
            case StreamsMoved moved:
                foreach (var stream in moved.Streams)
                    Moved(stream);
                break;
            case Scanned scanned:
                _scanning = false;
                foreach (var stream in scanned.Streams)
                    _streams.Add(stream.Name, stream, Now);
                if (scanned.IsAfterRecovery)
                    _streams.Retry(Now, all: true);
                if (scanned.Streams.Count >= PageOfScan)
                    _nextScan = Now + SecondScan;
                break;
            case TurnEnded turn:
                Ended(turn);
                break;
            case TurnFailed failed:
                Unread(failed.Cause);
                _streams.Fail(failed.Stream);
                _storeAwayUntil = Now + AfterFault;
                break;
            case ScanFailed failed:
                Unread(failed.Cause);
                _scanning = false;
                _nextScan = Now + AfterFault;
                break;
            case JournalResult result when _progress.TryFinish(result) || result is Saved:
                break;
            default:
                Unhandled(message);
                break;
        }

        Settle();
    }

    private void Unread(Exception cause)
    {
        var level = StorageLog.LevelOf(cause);
        WebhookLog.Unread(_services.Log, level, cause, _webhook.Id);
    }

    private void Claim()
    {
        if (!_services.Journal.TryWrite(_claim))
            _storeAwayUntil = Now + AfterFault;
    }

    private void Moved(string stream)
    {
        var follows = stream == StreamPosition.Reports ? _webhook.FollowsReports
            : StreamPosition.PartOf(stream) is null ? _webhook.Follows(new Envelopes.RoomId(stream))
            : _webhook.FollowsUsers;
        if (follows)
            _streams.Add(stream, stored: null, Now);
    }

    private void Ended(TurnEnded turn)
    {
        _streams.End(turn, Now);
        _progress.Change(turn.Stream, turn.GivenUp);
        if (turn.Delivered > 0 && _health.Accepted())
        {
            WebhookLog.Up(_services.Log, _webhook.Id);
            _streams.Retry(Now, all: true);
            (_recovered, _nextScan) = (true, Now);
        }

        if (turn.GivenUp is { } letter)
            WebhookLog.GivenUp(_services.Log, _webhook.Id, letter.Position, letter.Stream, letter.Attempts, letter.Error);
        if (turn.Failure is not { } failure)
            return;
        if (_health.Refused(Now))
            WebhookLog.Down(_services.Log, _webhook.Id, failure.Error!);
        if (failure.IsGone)
            Disable();
    }

    private void Disable()
    {
        WebhookLog.Gone(_services.Log, _webhook.Id);
        var disabled = _webhook with { IsEnabled = false, DisabledBecause = "The receiver answered 410.", Revision = StateTag.After(_claim.Revision).Tag };
        _services.Journal.TryWrite(new SaveWebhook(ActorRefs.Nobody, disabled, WebhookStart.None));
        Context.Stop(Self);
    }

    // After every message: whoever's turn it is has it, the store is looked through when it is time, and what has changed is kept.
    private void Settle()
    {
        var now = Now;
        if (_storeAwayUntil <= now)
        {
            Scan(now);
            while (_streams.Running < (_health.IsDown ? 1 : _services.Options.Concurrency) && !(_health.PausedUntil > now) && _streams.Take() is { } next)
                Send(next.Name, next.Known);
        }

        _progress.Save(Self, now);
    }

    private void Send(string name, StreamPosition? known) => _services.Turn.RunAsync(_webhook, name, known, _stopped.Token)
        .PipeTo(Self, success: turn => turn, failure: e => new TurnFailed(name, e));

    private void Scan(DateTimeOffset now)
    {
        if (_scanning || (now < _nextScan && !(_streams.IsOverflown && _streams.IsEmpty)))
            return;
        _scanning = true;
        _nextScan = now + (_hasScanned ? BetweenScans : SecondScan);
        _hasScanned = true;
        var isAfterRecovery = _recovered;
        _recovered = false;
        _streams.TakeOverflow();
        _services.Store.BehindAsync(_webhook, isAfterRecovery ? DateTimeOffset.MaxValue : now, PageOfScan, _stopped.Token)
            .PipeTo(Self, success: streams => new Scanned(streams, isAfterRecovery), failure: e => new ScanFailed(e));
    }

    private sealed record Scanned(IReadOnlyList<StreamPosition> Streams, bool IsAfterRecovery) : INoSerializationVerificationNeeded;

    private sealed record ScanFailed(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed record TurnFailed(string Stream, Exception Cause) : INoSerializationVerificationNeeded;

    private sealed class TickMessage : INoSerializationVerificationNeeded
    {
        public static readonly TickMessage Instance = new();
    }
}
