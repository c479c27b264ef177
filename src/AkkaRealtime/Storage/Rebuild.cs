using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Storage;

/// <summary>How far it is with what is built anew behind the commits, after an update.</summary>
/// <param name="What">What it is, for the log.</param>
/// <param name="Done">How many are done, in all runs.</param>
/// <param name="Total">Of about how many; 0 where that is no news.</param>
/// <param name="More">There is more to do.</param>
internal readonly record struct RebuildProgress(string What, long Done, long Total, bool More);

/// <summary>Tells of the begin, of the progress now and then, and of the end.</summary>
internal sealed class RebuildLog(ILogger log, TimeProvider time)
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(10);
    private string? _what;
    private long _told;

    public void Tell(RebuildProgress progress)
    {
        if (progress.Total == 0)
            return;
        if (_what != progress.What)
        {
            (_what, _told) = (progress.What, time.GetTimestamp());
            StorageLog.RebuildBegins(log, progress.What, progress.Done, progress.Total);
        }

        if (!progress.More)
        {
            _what = null;
            StorageLog.RebuildEnds(log, progress.What, progress.Done);
        }
        else if (time.GetElapsedTime(_told) >= Period)
        {
            _told = time.GetTimestamp();
            StorageLog.RebuildGoesOn(log, progress.What, progress.Done, progress.Total);
        }
    }
}
