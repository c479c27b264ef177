using System.Threading.RateLimiting;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Files;

/// <summary>How often, and how often at once, one user may upload to this node. Who is over it is told when to come again; nobody queues.</summary>
internal sealed class UploadLimits : IDisposable
{
    private readonly PartitionedRateLimiter<UserId> _limiter;

    public UploadLimits(FilesOptions files, LimitOptions limits)
    {
        var atOnce = PartitionedRateLimiter.Create<UserId, UserId>(user => RateLimitPartition.GetConcurrencyLimiter(
            user, _ => new ConcurrencyLimiterOptions { PermitLimit = files.MaxConcurrentUploads, QueueLimit = 0 }));
        _limiter = limits.RateLimiting
            ? PartitionedRateLimiter.CreateChained(atOnce, PartitionedRateLimiter.Create<UserId, UserId>(user => RateLimitPartition.GetTokenBucketLimiter(
                user,
                _ => new TokenBucketRateLimiterOptions
                {
                    TokenLimit = files.UploadsPerMinute,
                    TokensPerPeriod = files.UploadsPerMinute,
                    ReplenishmentPeriod = TimeSpan.FromMinutes(1),
                    QueueLimit = 0,
                })))
            : atOnce;
    }

    /// <summary>Disposed when the upload has ended.</summary>
    public RateLimitLease Begin(UserId user) => _limiter.AttemptAcquire(user);

    /// <inheritdoc/>
    public void Dispose() => _limiter.Dispose();
}
