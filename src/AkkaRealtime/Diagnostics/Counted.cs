using System.Diagnostics.Metrics;

namespace AkkaRealtime.Diagnostics;

/// <summary>One of what a counter counts, by whoever owns it: counted once while it is so, whatever is said how often.</summary>
internal struct Counted(UpDownCounter<long> counter)
{
    private bool _isCounted;

    /// <summary>Whether it is so now.</summary>
    public void Set(bool isSo)
    {
        if (_isCounted == isSo)
            return;
        _isCounted = isSo;
        counter.Add(isSo ? 1 : -1);
    }
}
