using System.Diagnostics.CodeAnalysis;
using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Storage;
using AkkaRealtime.Webhooks.Store;

namespace AkkaRealtime.Webhooks.Owner;

/// <summary>
/// The one of its kind in the cluster: has a <see cref="WebhookActor"/> for each webhook that is enabled, started anew where the webhook was changed, and tells all nodes to
/// say what moves. Where its node is lost, that of another one goes on from what is stored.
/// </summary>
[SuppressMessage("Design", "CA1001", Justification = "An actor ends in PostStop.")]
internal sealed class WebhooksActor : UntypedActor, IWithTimers
{
    /// <summary>Between two looks at the list; nodes are told to follow at each.</summary>
    public static readonly TimeSpan Tick = TimeSpan.FromSeconds(5);

    /// <summary>For how long what users did, and events that were given up, are kept: longer than anything is tried.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(30);

    private static readonly TimeSpan BetweenForgetting = TimeSpan.FromHours(1);
    private readonly WebhookServices _services;
    private readonly Action<FollowStreams> _publish;
    private readonly Dictionary<string, Sending> _sending = new(StringComparer.Ordinal);
    private readonly CancellationTokenSource _stopped = new();
    private DateTimeOffset _forgetAt;
    private bool _looking;
    private bool _lookAgain;

    /// <summary>Use <see cref="Props"/>.</summary>
    public WebhooksActor(WebhookServices services, Action<FollowStreams> publish) => (_services, _publish) = (services, publish);

    /// <inheritdoc/>
    public ITimerScheduler Timers { get; set; } = null!;

    /// <summary>How it is made.</summary>
    /// <param name="services">What it works with.</param>
    /// <param name="publish">Tells all nodes.</param>
    public static Props Props(WebhookServices services, Action<FollowStreams> publish) => Producer.Of(() => new WebhooksActor(services, publish));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Timers.StartPeriodicTimer(TickMessage.Instance, TickMessage.Instance, Tick);
        Look();
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _stopped.Cancel();
        _stopped.Dispose();
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message)
    {
        switch (message)
        {
            case StreamsMoved:
                foreach (var sending in _sending.Values)
                    sending.Actor.Tell(message, Self);
                break;
            case TickMessage:
                Follow();
                Look();
                Forget();
                break;
            case LookAtWebhooks:
                Look();
                break;
            case Listed listed:
                _looking = false;
                Take(listed.Webhooks);
                Follow();
                if (_lookAgain)
                    Look();
                break;
            case ListFailed failed:
                _looking = false;
                var level = StorageLog.LevelOf(failed.Cause);
                WebhookLog.ListUnread(_services.Log, level, failed.Cause);
                break;
            default:
                Unhandled(message);
                break;
        }
    }

    // One that was asked for while another was under way may have come too late for it.
    private void Look()
    {
        _lookAgain = _looking;
        if (_looking)
            return;
        _looking = true;
        _services.Store.ListAsync(_stopped.Token).PipeTo(Self, success: webhooks => new Listed(webhooks), failure: e => new ListFailed(e));
    }

    private void Follow()
    {
        if (_sending.Count > 0)
            _publish(FollowStreams.Instance);
    }

    private void Take(IReadOnlyList<Webhook> webhooks)
    {
        var enabled = webhooks.Where(w => w.IsEnabled).ToDictionary(w => w.Id, StringComparer.Ordinal);
        foreach (var (id, sending) in _sending.ToList())
        {
            if (enabled.TryGetValue(id, out var webhook) && (webhook.Revision == sending.Claimed || webhook.Revision == sending.Read))
                continue;
            Context.Stop(sending.Actor);
            _sending.Remove(id);
        }

        foreach (var webhook in enabled.Values.Where(w => !_sending.ContainsKey(w.Id)))
        {
            var claimed = StateTag.After(webhook.Revision).Tag;
            _sending.Add(webhook.Id, new Sending(Context.ActorOf(WebhookActor.Props(webhook, claimed, _services)), webhook.Revision, claimed));
        }
    }

    private void Forget()
    {
        var now = _services.Time.GetUtcNow();
        if (now < _forgetAt || _sending.Count == 0)
            return;
        _forgetAt = now + BetweenForgetting;
        _services.Journal.TryWrite(new ForgetDelivered(ActorRefs.Nobody, now - Kept));
    }

    private sealed record Sending(IActorRef Actor, long Read, long Claimed);

    private sealed record Listed(IReadOnlyList<Webhook> Webhooks) : INoSerializationVerificationNeeded;

    private sealed record ListFailed(Exception Cause) : INoSerializationVerificationNeeded;

    private sealed class TickMessage : INoSerializationVerificationNeeded
    {
        public static readonly TickMessage Instance = new();
    }
}
