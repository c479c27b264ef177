namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>Decides when an owner may stop: after a minute without a command or a follower. The store has everything, and the memory can be used for other rooms.</summary>
internal sealed class RoomIdleness(RoomScope scope, RoomFollowers followers)
{
    private static readonly TimeSpan IdleTime = TimeSpan.FromMinutes(1);

    private readonly RoomTimer _timer = scope.Timer(Tick.Instance);
    private bool _wasActive;

    /// <summary>A command came.</summary>
    public void Active() => _wasActive = true;

    /// <summary>Starts the minute, unless somebody follows the room.</summary>
    public void Watch()
    {
        if (!_timer.IsSet && !followers.Any)
            _timer.Set(IdleTime);
    }

    /// <summary>The minute is over. True if the owner may stop; <paramref name="isBusy"/> says that something is on its way.</summary>
    public bool OnTick(bool isBusy)
    {
        _timer.Clear();
        if (followers.Any)
            return false;
        if (!_wasActive && !isBusy)
            return true;
        _wasActive = false;
        Watch();
        return false;
    }

    /// <summary>The owner stops.</summary>
    public void Stop() => _timer.Clear();

    /// <summary>See <see cref="OnTick"/>.</summary>
    internal sealed class Tick
    {
        public static readonly Tick Instance = new();
    }
}
