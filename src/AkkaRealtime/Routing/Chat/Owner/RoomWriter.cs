using Akka.Actor;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// A batch's way: take what waits → look up what the rules need → decide → journal → publish and answer → views for new members → the next one.
/// One batch is on its way at a time; nobody is answered before the journal says that it is durable.
/// </summary>
/// <param name="scope">The room.</param>
/// <param name="queue">What waits.</param>
/// <param name="rewriter">Handles batches that rewrite stored events.</param>
/// <param name="stored">Called with each durable batch, before anybody is answered.</param>
/// <param name="finished">Called when a batch is done and nothing is under way any more.</param>
/// <param name="failed">Called when a batch was not stored, or (true) nobody knows whether it was: the room has to be loaded anew. The senders were told.</param>
internal sealed class RoomWriter(
    RoomScope scope, RoomQueue queue, RoomRewriter rewriter, Action<RoomBatch, EventsAppended> stored, Action finished, Action<bool> failed)
{
    private readonly RecordedCalls _calls = new(scope.Now);
    private RoomBatch? _batch;

    /// <summary>Whether a batch is on its way.</summary>
    public bool IsBusy => _batch is not null;

    /// <summary>Starts the next batch, unless one is under way or nothing waits.</summary>
    public void Next()
    {
        if (_batch is not null || queue.Count == 0)
            return;
        var batch = _batch = queue.TakeBatch();
        if (batch.Rewrite is { } rewrite)
        {
            if (rewriter.Begin(rewrite) is { } answer)
                End(batch, answer);
            return;
        }

        var lookup = new BatchLookup(batch.Commands, _calls);
        if (scope.Room is null || lookup.IsEmpty)
        {
            Append(batch, BatchFacts.None with { Recorded = lookup.Recorded, Limits = scope.Services.Limits, Words = scope.Services.Words?.Current });
            return;
        }

        lookup.RunAsync(scope.Services, scope.Id, scope.Head)
            .PipeTo(scope.Self, success: found => new Prepared(batch, found), failure: e => new PrepareFailed(batch, e));
    }

    /// <summary>
    /// True if the message was about a batch. Messages about any batch other than the current one (given up, or from before a restart) are dropped: its senders
    /// were told, and the room is loaded anew.
    /// </summary>
    public bool TryHandle(object message)
    {
        switch (message)
        {
            case EventsAppended appended:
                if (_batch is { } batch && batch.Matches(appended))
                    OnAppended(batch, appended);
                return true;
            case EventsRefused refused:
                if (_batch is not null)
                    OnRefused(_batch, refused);
                return true;
            case Prepared prepared:
                if (prepared.Batch == _batch)
                    OnPrepared(prepared);
                return true;
            case PrepareFailed unprepared:
                if (unprepared.Batch == _batch)
                    OnPrepareFailed(unprepared);
                return true;
            case Presented presented:
                if (presented.Batch == _batch)
                    OnPresented(presented.Views);
                return true;
            case EventsExpired or EventsRedacted or SaveFailed { Entry: ExpireEvents or RedactEvents }:
                if (_batch is { Rewrite: not null })
                    End(_batch, rewriter.End((JournalResult)message));
                return true;
            default:
                return false;
        }
    }

    private void OnPrepared(Prepared prepared)
    {
        foreach (var call in prepared.Found.Recorded)
            _calls.Add(call);
        Append(prepared.Batch, new BatchFacts(prepared.Found.Messages, prepared.Found.Recorded, prepared.Found.Files)
        {
            Limits = prepared.Found.Limits,
            Forwards = prepared.Found.Forwards,
            Words = scope.Services.Words?.Current,
        });
    }

    private void OnPrepareFailed(PrepareFailed unprepared)
    {
        var level = StorageLog.LevelOf(unprepared.Cause);
        RoomLog.BatchNotPrepared(scope.Services.Log, level, scope.Id, unprepared.Cause);
        Fail(unprepared.Batch.Commands, mayBeStored: false);
    }

    private void Append(RoomBatch batch, BatchFacts facts)
    {
        foreach (var (command, error) in batch.Decide(scope.Room, scope.Head, scope.Now, facts))
            command.Refuse(error);
        if (batch.Events.Count == 0)
        {
            OnAppended(batch, new EventsAppended(scope.Id, scope.Head, []));
            return;
        }

        if (scope.Services.Journal.TryWrite(new AppendEvents(scope.Self, scope.Id, scope.Head, [.. batch.Events.Select(Redacting)], batch.Create) { Traces = batch.Traces, IsBulk = IsBulk(batch) }))
            return;
        scope.Services.Metrics.Drops.Add(1, new("queue", "journal"), new("reason", "full"));
        Fail(batch.Accepted, mayBeStored: false);
    }

    // Each who comes or goes is some rows; messages are a row or two, and go onto a log where the store has one.
    private static bool IsBulk(RoomBatch batch) => batch.Events.Count > BulkLane.MaxRows && batch.Events.Count(e => e is ChatJoined or ChatLeft) > BulkLane.MaxRows;

    private LogEvent Redacting(LogEvent e) => scope.Services.RedactDeletedMessages && e is ChatDeleted deleted ? deleted with { Empties = true } : e;

    private void OnAppended(RoomBatch batch, EventsAppended appended)
    {
        scope.Head = appended.Head;
        scope.Room = batch.Create is { } created
            ? Room.New(scope.Id, created).Apply(appended.Events.Select(e => e.Event)).WithAllRead(scope.Head)
            : scope.Room?.Apply(appended.Events.Where(e => !e.Duplicate).Select(e => e.Event));
        stored(batch, appended);
        BatchAnswers.Tell(batch, appended, _calls);
        CountAnswers(batch);
        foreach (var step in batch.Steps)
            step.Command.End();
        if (RoomViews.Of(scope, batch, appended) is not { } views)
        {
            Finish();
            return;
        }

        views.MakeAsync().PipeTo(scope.Self, success: made => new Presented(batch, made), failure: e => new Presented(batch, views.Failed(e)));
    }

    private void CountAnswers(RoomBatch batch)
    {
        var (time, seconds) = (scope.Services.Time, scope.Services.Metrics.AckSeconds);
        if (!seconds.Enabled)
            return;
        var now = time.GetTimestamp();
        foreach (var step in batch.Steps)
        {
            if (step.Command.Command is RoomRequest { Body: ChatSendRequest })
                seconds.Record(time.GetElapsedTime(step.Command.Since, now).TotalSeconds);
        }
    }

    private void OnPresented(RoomViews.Views views)
    {
        views.Tell(scope);
        Finish();
    }

    private void OnRefused(RoomBatch batch, EventsRefused refused)
    {
        if (refused is { Reason: AppendRefusal.PairExists, Existing: { } existing } && existing != scope.Id)
        {
            foreach (var waiting in batch.Accepted)
            {
                if (waiting.Command is OpenPair pair)
                    scope.Services.Rooms().Tell(pair with { Room = existing }, waiting.Sender);
                else
                    waiting.Refuse(ChatErrors.NoSuchRoom);
            }

            Finish();
            return;
        }

        if (refused.Reason == AppendRefusal.Failed && batch.Steps.Count > 0)
        {
            OnFault(batch);
            return;
        }

        var level = refused.Reason == AppendRefusal.Unavailable ? LogLevel.Debug : LogLevel.Warning;
        RoomLog.EventsRefused(scope.Services.Log, level, scope.Id, batch.Events.Count, refused.Reason);
        Fail(batch.Accepted, mayBeStored: refused.Reason == AppendRefusal.Unavailable);
    }

    // Nothing of it was stored, nor will be; the store has logged why. Several commands are stored one by one, so that only what is at fault fails.
    private void OnFault(RoomBatch batch)
    {
        if (batch.Steps.Count > 1)
            queue.PutBackApart(batch.Accepted);
        else
            batch.Steps[0].Command.Refuse(ChatErrors.NotStored);
        Finish();
    }

    private void End(RoomBatch batch, RoomRewritten answer)
    {
        batch.Commands[0].Sender.Tell(answer);
        Finish();
    }

    private void Finish()
    {
        _batch = null;
        finished();
    }

    private void Fail(IEnumerable<Waiting> waiting, bool mayBeStored)
    {
        _batch = null;
        foreach (var one in waiting)
            one.Refuse(ChatErrors.Unavailable);
        failed(mayBeStored);
    }

    private sealed record Prepared(RoomBatch Batch, BatchLookup.Found Found);

    private sealed record PrepareFailed(RoomBatch Batch, Exception Cause);

    private sealed record Presented(RoomBatch Batch, RoomViews.Views Views);
}
