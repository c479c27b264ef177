using System.Diagnostics;
using AkkaRealtime.Envelopes;
using Microsoft.Data.Sqlite;

namespace AkkaRealtime.Storage.Sqlite.Appending;

/// <summary>
/// Lets reads wait until the tables have what was acknowledged before them. Those that come together wait for one step, and the next one begins after a pause of
/// four times what the last one took: under load, reads would otherwise have the log written in many small steps, which cost several times as much.
/// </summary>
internal sealed class BacklogReads(SqliteWriter writer, SqliteBacklog backlog)
{
    private static readonly TimeSpan MaxPause = TimeSpan.FromMilliseconds(50);

    // The period of the maintenance, and some more.
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(1_500);

    // What a step costs that writes so few: nothing is saved by waiting for more.
    private const int Few = 256;

    private readonly Lock _lock = new();
    private Task? _next;
    private long _ended;
    private TimeSpan _took;

    /// <summary>How many steps it has asked for.</summary>
    public int Steps { get; private set; }

    /// <summary>Whether the tables have all there is.</summary>
    public bool IsUpToDate => backlog.IsStored(backlog.Last);

    /// <summary>Completes when everything about <paramref name="room"/>, or all there is, that was acknowledged until now is in the tables.</summary>
    /// <exception cref="StoreUnavailableException">It can't be written into them.</exception>
    public Task WaitAsync(RoomId? room) => WaitAsync(room is { } one ? backlog.LastOf(one) : backlog.Last);

    /// <summary>The same about some rooms.</summary>
    /// <exception cref="StoreUnavailableException">It can't be written into them.</exception>
    public Task WaitAsync(IReadOnlyList<RoomId> rooms) => WaitAsync(backlog.LastOf(rooms));

    /// <summary>
    /// The same about <paramref name="room"/> for a read that nobody waits for: under load it waits for a step that comes without it. Many rooms that each want to know
    /// something once a second would otherwise make all steps small.
    /// </summary>
    /// <exception cref="StoreUnavailableException">It can't be written into them.</exception>
    public async Task WaitPatientlyAsync(RoomId room)
    {
        var last = backlog.LastOf(room);
        var began = Stopwatch.GetTimestamp();
        while (!backlog.IsStored(last) && backlog.Count >= Few && Patience - Stopwatch.GetElapsedTime(began) is { Ticks: > 0 } rest)
        {
            var step = backlog.NextStep();
            if (!backlog.IsStored(last))
                await Task.WhenAny(step, Task.Delay(rest)).ConfigureAwait(false);
        }

        if (!backlog.IsStored(last))
            await WaitAsync(room).ConfigureAwait(false);
    }

    private Task WaitAsync(long frame)
    {
        if (backlog.IsStored(frame))
            return Task.CompletedTask;
        lock (_lock)
        {
            if (_next is not null)
                return _next;
            Steps++;
            return _next = StepAsync();
        }
    }

    // By the clock of the machine: it is its work that is paced.
    private async Task StepAsync()
    {
        var pause = TimeSpan.FromTicks(Math.Min(_took.Ticks * 4, MaxPause.Ticks)) - Stopwatch.GetElapsedTime(_ended);
        if (pause > TimeSpan.Zero)
            await Task.Delay(pause).ConfigureAwait(false);
        await Task.Run(Step).ConfigureAwait(false);
    }

    private void Step()
    {
        lock (_lock)
            _next = null;
        var began = Stopwatch.GetTimestamp();
        try
        {
            writer.StoreLogged();
        }
        catch (SqliteException e)
        {
            throw new StoreUnavailableException($"SQLite: {e.Message}", e);
        }
        finally
        {
            lock (_lock)
                (_ended, _took) = (Stopwatch.GetTimestamp(), Stopwatch.GetElapsedTime(began));
        }
    }
}
