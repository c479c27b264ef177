using AkkaRealtime.Diagnostics;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Admin;

/// <summary>
/// Empties what is past its time, room by room through their owners, in steps that the journal commits between others' entries. One step is under
/// way at a time. To stop anywhere loses nothing: the next sweep goes on.
/// </summary>
internal sealed class RetentionSweep(IChatAdminStore rooms, IStore store, IOwners owners, RealtimeMetrics metrics, TimeProvider time, int days)
{
    private const int Page = 100;

    // It goes through the whole full-text index, which is too much for every sweep.
    private static readonly TimeSpan BetweenScrubs = TimeSpan.FromHours(24);
    private DateTimeOffset? _scrubbedAt;
    private bool _unscrubbed;

    /// <summary>Sweeps once. How many events were emptied.</summary>
    /// <exception cref="StoreUnavailableException">The store is away; what was done is done.</exception>
    public async Task<long> RunAsync(CancellationToken cancel)
    {
        var now = time.GetUtcNow();
        var emptied = 0L;
        IReadOnlyList<DueRoom> due;
        RoomId? after = null;
        do
        {
            due = await rooms.DueRoomsAsync(now, days, after, Page, cancel).ConfigureAwait(false);
            foreach (var room in due)
            {
                emptied += await ExpireAsync(room, cancel).ConfigureAwait(false);
                after = room.Room;
            }
        }
        while (due.Count == Page);

        _unscrubbed |= emptied > 0;
        if (_unscrubbed && !(now - _scrubbedAt < BetweenScrubs))
        {
            await store.ScrubAsync(cancel).ConfigureAwait(false);
            (_unscrubbed, _scrubbedAt) = (false, now);
        }

        return emptied;
    }

    private async Task<long> ExpireAsync(DueRoom due, CancellationToken cancel)
    {
        var emptied = 0L;
        RoomRewritten step;
        do
        {
            step = await owners.AskAsync<RoomRewritten>(new ExpireRoom(due.Room, due.Before), cancel).ConfigureAwait(false);
            if (!step.Done)
                throw new StoreUnavailableException("The store did not accept it.");
            emptied += step.Emptied;
            metrics.Expired.Add(step.Emptied);
        }
        while (step.More);
        return emptied;
    }
}
