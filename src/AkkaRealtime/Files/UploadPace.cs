using System.Net;
using System.Threading.RateLimiting;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Files;

/// <summary>
/// How fast bodies of uploads are read, by user and by address. Whoever sends faster waits, as TCP lets them, and takes no more of the server's time and disk than that; their uploads, and those
/// of one address, take turns by the piece.
/// </summary>
internal sealed class UploadPace : IDisposable
{
    private const int PiecesPerSecond = 10;

    private readonly PartitionedRateLimiter<Uploader> _limiter;
    private readonly LimitOptions _limits;

    public UploadPace(FilesOptions files, LimitOptions limits)
    {
        _limits = limits;
        _limiter = PartitionedRateLimiter.CreateChained(
            Limiter(uploader => uploader.User.Value, files.UploadBytesPerSecondPerUser),
            Limiter(uploader => uploader.Address, files.UploadBytesPerSecondPerAddress));
    }

    /// <summary>The same bytes, no faster than they may come.</summary>
    public Stream Of(Stream body, UserId user, IPAddress? address) =>
        _limits.RateLimiting ? new PacedStream(body, _limiter, new Uploader(user, ClientAddress.Limited(address, _limits))) : body;

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();

    private static PartitionedRateLimiter<Uploader> Limiter<TKey>(Func<Uploader, TKey?> keyOf, int perSecond)
        where TKey : class
    {
        var options = new TokenBucketRateLimiterOptions
        {
            TokenLimit = Math.Max(perSecond, 1),
            TokensPerPeriod = Math.Max(perSecond / PiecesPerSecond, 1),
            ReplenishmentPeriod = TimeSpan.FromSeconds(1) / PiecesPerSecond,
            QueueLimit = int.MaxValue,
        };
        return PartitionedRateLimiter.Create<Uploader, object>(uploader => perSecond > 0 && keyOf(uploader) is { } key
            ? RateLimitPartition.GetTokenBucketLimiter((object)key, _ => options)
            : RateLimitPartition.GetNoLimiter<object>(""));
    }

    private readonly record struct Uploader(UserId User, IPAddress? Address);

    // It waits after a read, not before: how much there is, is known then.
    private sealed class PacedStream(Stream body, PartitionedRateLimiter<Uploader> limiter, Uploader uploader) : BodyStream
    {
        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
        {
            var read = await body.ReadAsync(buffer.Length > FilesOptions.LeastBytesPerSecond ? buffer[..FilesOptions.LeastBytesPerSecond] : buffer, cancellationToken).ConfigureAwait(false);
            if (read > 0)
                (await limiter.AcquireAsync(uploader, read, cancellationToken).ConfigureAwait(false)).Dispose();
            return read;
        }
    }
}
