namespace AkkaRealtime.EventLoops;

/// <summary>
/// Holds back the waking of loops while a thread tells many actors something, so that the first of them doesn't run before the others have their
/// message: what they then say to the same sockets and to the journal goes out together.
/// </summary>
internal static class WakeUps
{
    [ThreadStatic]
    private static HashSet<EventLoop>? _held;

    [ThreadStatic]
    private static bool _holding;

    /// <summary>Holds wake-ups of this thread back until it is disposed.</summary>
    public static Held HoldBack()
    {
        _holding = true;
        return default;
    }

    /// <summary>True where the loop is woken later.</summary>
    internal static bool Hold(EventLoop loop)
    {
        if (_holding)
            (_held ??= []).Add(loop);
        return _holding;
    }

    /// <summary>Ends what <see cref="HoldBack"/> began.</summary>
    internal readonly ref struct Held : IDisposable
    {
        /// <inheritdoc/>
        public void Dispose()
        {
            _holding = false;
            foreach (var loop in _held ?? [])
                loop.WakeIfAsleep();
            _held?.Clear();
        }
    }
}
