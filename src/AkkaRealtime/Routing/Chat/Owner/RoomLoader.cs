using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Reads the room from the store, at the start and after a batch that failed, and finds out what was stored meanwhile without this owner hearing of it: its
/// connection to the store was lost in the middle of a commit. The store may still be busy with that commit when it is read, so it is read again, at growing
/// intervals for longer than any commit takes, until the room has moved on.
/// </summary>
internal sealed class RoomLoader(RoomScope scope)
{
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastPause = TimeSpan.FromSeconds(8);

    // A batch makes at most some 3,000 events.
    private const int MaxUnheard = 4_000;
    private const int MaxSent = 1_000;

    private readonly RoomTimer _timer = scope.Timer(Tick.Instance);
    private bool _isHeard;
    private bool _hasFailed;

    // Zero: there is no append whose end is not known.
    private TimeSpan _pause;

    // Where the owner before did not know how its last append ended; and what was looked for last, since it is said several times.
    private long? _unheardAfter;
    private long? _soughtAfter;

    /// <summary>Whether it is being read now.</summary>
    public bool IsLoading { get; private set; }

    /// <summary>Whether something may be stored that nobody has heard of.</summary>
    public bool IsInDoubt => _pause > TimeSpan.Zero;

    /// <summary>Reads it; the owner is told <see cref="Loaded"/> or <see cref="Failed"/>.</summary>
    public void Load()
    {
        IsLoading = true;
        _timer.Clear();
        LoadAsync(scope.Services, scope.Id, _unheardAfter ?? (_isHeard || _hasFailed ? scope.Head : null))
            .PipeTo(scope.Self, failure: e => new Failed(e));
    }

    /// <summary>Reads it, unless it is being read already.</summary>
    public void LoadIfIdle()
    {
        if (!IsLoading)
            Load();
    }

    /// <summary>A batch was not stored, or nobody knows whether it was (<paramref name="mayBeStored"/>): what is known here may be wrong.</summary>
    public void BatchFailed(bool mayBeStored)
    {
        _hasFailed = true;
        if (mayBeStored)
            _pause = RetryAfter;
    }

    /// <summary>The owner before did not know whether what it appended behind <paramref name="head"/> was stored.</summary>
    public void FindUnheard(long head)
    {
        if (_soughtAfter == head)
            return;
        _unheardAfter = _soughtAfter = head;
        _pause = RetryAfter;
        if (!IsLoading && !_timer.IsSet)
            LookAgain();
    }

    /// <summary>It is time to read again, but something is on its way to the store, which may settle the matter.</summary>
    public void LookLater() => _timer.Set(RetryAfter);

    /// <summary>Events were stored: those of an earlier append are stored before them, or never.</summary>
    public void Stored()
    {
        if (!IsInDoubt)
            return;
        Settle();
        _timer.Clear();
    }

    /// <summary>This owner made the room: nobody can have missed anything.</summary>
    public void Created() => _isHeard = true;

    /// <summary>Takes the room in. True where followers may have missed something, and have to be asked.</summary>
    public bool Take(Loaded loaded)
    {
        var isUnheard = !_isHeard || loaded.Room?.Head != scope.Head;
        IsLoading = false;
        scope.Room = loaded.Room is null ? null : Room.From(loaded.Room).Apply(loaded.Sent) with { Blockers = [.. loaded.Blockers] };
        scope.Head = loaded.Room?.Head ?? 0;
        if (loaded.Known < scope.Head)
            Settle();
        else
            LookAgain();
        if (loaded.Room is null || !isUnheard)
            return false;
        _isHeard = true;
        return true;
    }

    /// <summary>
    /// The store could not be read. It is tried again after a second if <paramref name="again"/> is set, or while something may be stored unheard of, and otherwise
    /// with the next command.
    /// </summary>
    public void Take(Failed failed, bool again)
    {
        IsLoading = false;
        var level = StorageLog.LevelOf(failed.Cause);
        RoomLog.RoomNotLoaded(scope.Services.Log, level, scope.Id, failed.Cause);
        if (again || IsInDoubt)
            _timer.Set(RetryAfter);
    }

    /// <summary>The owner stops.</summary>
    public void Stop() => _timer.Clear();

    private void LookAgain()
    {
        if (_pause > LastPause)
        {
            Settle();
        }
        else if (IsInDoubt)
        {
            _timer.Set(_pause);
            _pause *= 2;
        }
    }

    private void Settle() => (_pause, _unheardAfter) = (TimeSpan.Zero, null);

    private static async Task<Loaded> LoadAsync(RoomServices services, RoomId id, long? known)
    {
        var room = await services.Store.LoadRoomAsync(id, CancellationToken.None).ConfigureAwait(false);
        var blockers = await RoomBlocks.LoadAsync(services, room).ConfigureAwait(false);
        IReadOnlyList<ChatMessage> sent = room is { SlowModeSeconds: > 0 } ? await SentAsync(services, room).ConfigureAwait(false) : [];
        if (room is null || known is not { } head || head >= room.Head)
            return new Loaded(room, known, []) { Sent = sent, Blockers = blockers };
        var events = await services.Events.EventsAsync(id, head, room.Head, MaxUnheard, CancellationToken.None).ConfigureAwait(false);
        return new Loaded(room, known, [.. events.Select(e => RoomEventJson.TryDecode(e.Envelope.Utf8)).OfType<ChatJoined>().Select(j => j.User)]) { Sent = sent, Blockers = blockers };
    }

    // Who has to wait in slow mode stands at the end of the log. Behind so many events since, somebody may write once more than they should.
    private static async Task<IReadOnlyList<ChatMessage>> SentAsync(RoomServices services, RoomSnapshot room)
    {
        var events = await services.Events.EventsAsync(room.Id, Math.Max(0, room.Head - MaxSent), room.Head, MaxSent, CancellationToken.None).ConfigureAwait(false);
        var since = services.Time.GetUtcNow().AddSeconds(-room.SlowModeSeconds);
        return [.. events.Select(e => RoomEventJson.TryDecode(e.Envelope.Utf8)).OfType<ChatMessage>().Where(m => m.At > since)];
    }

    /// <summary>The room, null if there is none; the head that was known before, if any; and the users who joined since without this owner hearing of it.</summary>
    internal sealed record Loaded(RoomSnapshot? Room, long? Known, IReadOnlyList<UserId> Joined)
    {
        /// <summary>In slow mode, what was said of late.</summary>
        public IReadOnlyList<ChatMessage> Sent { get; init; } = [];

        /// <summary>In a direct room, who has blocked the other.</summary>
        public IReadOnlyList<UserId> Blockers { get; init; } = [];
    }

    /// <summary>See <see cref="Take(Failed, bool)"/>.</summary>
    internal sealed record Failed(Exception Cause);

    /// <summary>It is time to read it again.</summary>
    internal sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
