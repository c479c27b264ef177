using Akka.Actor;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// The owner of one room, a sharded entity: the only one who gives its events an order. It loads the room before it answers, has one entry of
/// the journal under way, and gathers what comes meanwhile into the next one; nobody is answered, and nothing is published, before the journal
/// says that it is durable. Rules are <see cref="RoomRules"/>'; this only moves messages between its parts.
/// Waiting commands are bounded (<see cref="RoomQueue"/>). Where the journal refuses, its senders are told to try again, and the room is loaded again.
/// </summary>
internal sealed class RoomActor : UntypedActor
{
    private readonly RoomScope _scope;
    private readonly RoomQueue _queue;
    private readonly RoomLoader _loader;
    private readonly RoomWriter _writer;
    private readonly RoomAudience _audience;
    private readonly RoomFollowers _followers;
    private readonly RoomIdleness _idleness;
    private readonly RoomHere _here;
    private readonly RoomPreviews _previews;
    private bool _writing;

    private RoomActor(RoomId id, RoomServices services)
    {
        _scope = new RoomScope(id, services, Context);
        _queue = new RoomQueue(services.Metrics);
        _loader = new RoomLoader(_scope);
        _audience = new RoomAudience(_scope);
        _followers = _audience.Followers;
        _idleness = new RoomIdleness(_scope, _followers);
        _here = new RoomHere(_scope, OnHere);
        _previews = new RoomPreviews(_scope);
        _writer = new RoomWriter(_scope, _queue, new RoomRewriter(_scope, _followers), OnStored, OnBatchFinished, OnBatchFailed);
    }

    /// <summary>Makes the owner of the room <paramref name="id"/>.</summary>
    public static Props Props(RoomId id, RoomServices services) =>
        LeanActor.Of(() => new RoomActor(id, services));

    /// <inheritdoc/>
    protected override void PreStart()
    {
        Load();
        _idleness.Watch();
    }

    /// <inheritdoc/>
    protected override void PreRestart(Exception reason, object message)
    {
        RoomLog.RoomRestarted(_scope.Services.Log, _scope.Id, reason);
        _scope.Services.Metrics.ActorRestarts.Add(1, new KeyValuePair<string, object?>("actor", "room"));
        base.PreRestart(reason, message);
    }

    /// <inheritdoc/>
    protected override void PostStop()
    {
        _audience.Stop();
        _idleness.Stop();
        _loader.Stop();

        // What the journal holds is stored or not; a sender who tries again with the same key finds out which, and the next owner tells the others.
        _queue.RefuseAll();
        _here.Stop();
        if (_writer.IsBusy || _loader.IsInDoubt)
            _scope.TellNextOwner(new FindUnheard(_scope.Id, _scope.Head));
    }

    /// <inheritdoc/>
    protected override void OnReceive(object message) => Loading(message);

    // Nothing is known yet: commands wait.
    private void Loading(object message)
    {
        switch (message)
        {
            case FindUnheard unheard:
                _loader.FindUnheard(unheard.Head);
                _loader.LoadIfIdle();
                break;
            case IRoomCommand command:
                Enqueue(Waiting.From(Sender, command, _scope.Services.Time));
                _loader.LoadIfIdle();
                break;
            case Interest interest:
                _followers.Add(Sender, interest, isLoaded: false);
                _loader.LoadIfIdle();
                break;
            case RoomLoader.Loaded loaded:
                OnLoaded(loaded);
                break;
            case RoomLoader.Failed failed:
                _queue.RefuseAll();
                _loader.Take(failed, again: _followers.Any);
                break;
            case RoomLoader.Tick:
                _loader.LoadIfIdle();
                break;
            case Write:
                _writing = false;
                break;
            default:
                Always(message);
                break;
        }
    }

    // Nothing is under way but, perhaps, a batch.
    private void Serving(object message)
    {
        switch (message)
        {
            case FindUnheard unheard:
                _loader.FindUnheard(unheard.Head);
                break;
            case RoomLoader.Tick when _loader.IsInDoubt:
                if (_writer.IsBusy)
                    _loader.LookLater();
                else
                    Load();
                break;
            case IRoomCommand command:
                Take(Waiting.From(Sender, command, _scope.Services.Time));
                WriteSoon();
                break;
            case Write:
                _writing = false;
                _writer.Next();
                break;
            case Interest interest:
                _followers.Add(Sender, interest, isLoaded: true);
                break;
            default:
                Always(message);
                break;
        }
    }

    // What doesn't depend on the phase.
    private void Always(object message)
    {
        switch (message)
        {
            case RoomIdleness.Tick:
                if (_idleness.OnTick(isBusy: _loader.IsLoading || _loader.IsInDoubt || _writer.IsBusy || _audience.IsBusy || _here.Any))
                    _scope.Passivate();
                break;
            case NoInterest or RelayGone:
                _followers.Remove(message is RelayGone gone ? gone.Relay : Sender.Path.Address);
                _idleness.Watch();
                break;
            case RoomViews.Views entered:
                entered.Tell(_scope);
                break;
            default:
                // An answer from before a restart is nothing to handle: the room is loaded again.
                if (!_writer.TryHandle(message) && !_audience.TryHandle(message) && !_here.TryHandle(message)
                    && message is not (RoomLoader.Loaded or RoomLoader.Failed or RoomLoader.Tick or JournalResult))
                {
                    Unhandled(message);
                }

                break;
        }
    }

    // What needs no place in the log is done at once, all else waits for its batch.
    private void Take(Waiting waiting)
    {
        if (waiting.Command is RoomRequest { Body: ChatReadRequest } or WatchMembers)
            _idleness.Active();
        if (_audience.TryDo(waiting))
            waiting.End();
        else if (!_here.TryBegin(waiting))
            Enqueue(waiting);
    }

    private void OnHere(Waiting waiting)
    {
        Enqueue(waiting);
        if (!_loader.IsLoading)
            WriteSoon();
    }

    private void Enqueue(Waiting waiting)
    {
        _idleness.Active();
        _queue.Add(waiting);
    }

    // Behind what waits in the mailbox now: all of that is one batch.
    private void WriteSoon()
    {
        if (_writing || _writer.IsBusy || _queue.Count == 0)
            return;
        _writing = true;
        Self.Tell(Write.Instance, ActorRefs.NoSender);
    }

    private void Load()
    {
        Become(Loading);
        _loader.Load();
    }

    private void OnLoaded(RoomLoader.Loaded loaded)
    {
        var mayHaveMissed = _loader.Take(loaded);
        Become(Serving);
        _audience.Loaded(mayHaveMissed);
        RoomViews.Of(_scope, loaded.Joined)?.MakeAsync().PipeTo(Self, failure: e => new RoomViews.Views([], [], e));
        for (var waiting = _queue.Count; waiting > 0; waiting--)
            Take(_queue.Take());
        _writer.Next();
    }

    private void OnStored(RoomBatch batch, EventsAppended stored)
    {
        if (batch.Create is not null)
            _loader.Created();
        if (stored.Events.Count > 0)
            _loader.Stored();
        _audience.Stored(batch, stored);
        _previews.Stored(batch, stored);
    }

    private void OnBatchFinished()
    {
        if (_scope.Room is null && _queue.Count == 0 && !_followers.Any)
            _scope.Passivate();
        else
            _writer.Next();
    }

    private void OnBatchFailed(bool mayBeStored)
    {
        _loader.BatchFailed(mayBeStored);
        Load();
    }

    private sealed class Write
    {
        public static readonly Write Instance = new();
    }
}
