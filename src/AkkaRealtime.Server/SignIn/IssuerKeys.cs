using Microsoft.IdentityModel.Protocols;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace AkkaRealtime.Server.SignIn;

/// <summary>
/// The keys that an issuer publishes, never much older than the issuer's own: keys that it takes back stop working within <see cref="Due"/>, and a new one works as soon as
/// a token names it, whatever else was asked for before. While the issuer can't be reached, the keys that are known count for <see cref="Kept"/>. Safe from any thread.
/// </summary>
internal sealed partial class IssuerKeys(Func<CancellationToken, Task<OpenIdConnectConfiguration>> fetch, TimeProvider time, ILogger log) : IConfigurationManager<OpenIdConnectConfiguration>
{
    /// <summary>Keys of this age are read again, behind whoever asks.</summary>
    public static readonly TimeSpan Aged = TimeSpan.FromMinutes(2);

    /// <summary>Keys of this age are read again first, as far as the issuer can be reached.</summary>
    public static readonly TimeSpan Due = TimeSpan.FromMinutes(5);

    /// <summary>Older keys count no more.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromHours(1);

    /// <summary>Between the beginnings of two reads, however many ask for one.</summary>
    public static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>A key id that the issuer didn't know is not looked for again for so long.</summary>
    public static readonly TimeSpan Unknown = TimeSpan.FromSeconds(10);

    private const int MaxUnknown = 1_000;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, long> _unknown = new(StringComparer.Ordinal);
    private OpenIdConnectConfiguration? _current;
    private Task<OpenIdConnectConfiguration>? _next;
    private long _readAt;
    private long? _beganAt;
    private bool _failed;

    /// <summary>The keys, as fresh as they have to be.</summary>
    /// <exception cref="IssuerAwayException">There are none that count, and the issuer can't be reached.</exception>
    public async Task<OpenIdConnectConfiguration> GetConfigurationAsync(CancellationToken cancel)
    {
        OpenIdConnectConfiguration? current;
        TimeSpan age;
        lock (_lock)
        {
            current = _current;
            age = time.GetElapsedTime(_readAt);
        }

        if (current is not null && age < Aged)
            return current;
        var read = ReadAsync();
        if (current is not null && age < Due)
            return current;
        try
        {
            return await read.WaitAsync(cancel).ConfigureAwait(false);
        }
        catch (IssuerAwayException) when (current is not null && age < Kept)
        {
            return current;
        }
    }

    /// <summary>What was read last, however old; null where nothing can be.</summary>
    public async Task<OpenIdConnectConfiguration?> TryGetAsync(CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_current is not null)
                return _current;
        }

        try
        {
            return await GetConfigurationAsync(cancel).ConfigureAwait(false);
        }
        catch (IssuerAwayException)
        {
            return null;
        }
    }

    /// <summary>The keys, for a token that names one which is not among them: read anew, unless that was in vain a moment ago.</summary>
    /// <exception cref="IssuerAwayException">The issuer can't be reached: nobody knows whether it has such a key.</exception>
    public async Task<OpenIdConnectConfiguration> FindAsync(string kid, CancellationToken cancel)
    {
        lock (_lock)
        {
            if (_current is { } current && (Has(current, kid) || (_unknown.TryGetValue(kid, out var at) && time.GetElapsedTime(at) < Unknown)))
                return current;
        }

        var read = await ReadAsync().WaitAsync(cancel).ConfigureAwait(false);
        if (!Has(read, kid))
            Note(kid);
        return read;
    }

    /// <inheritdoc/>
    public void RequestRefresh()
    {
        // Whoever misses a key says which: FindAsync.
    }

    private static bool Has(OpenIdConnectConfiguration keys, string kid) => keys.SigningKeys.Any(k => k.KeyId == kid);

    private void Note(string kid)
    {
        lock (_lock)
        {
            if (_unknown.Count >= MaxUnknown)
                _unknown.Clear();
            _unknown[kid] = time.GetTimestamp();
        }
    }

    // One read that begins after this was called; all who ask meanwhile wait for the same one.
    private Task<OpenIdConnectConfiguration> ReadAsync()
    {
        lock (_lock)
            return _next ??= Task.Run(ReadSoonAsync);
    }

    private async Task<OpenIdConnectConfiguration> ReadSoonAsync()
    {
        TimeSpan wait;
        lock (_lock)
            wait = _beganAt is { } at ? Pause - time.GetElapsedTime(at) : TimeSpan.Zero;
        if (wait > TimeSpan.Zero)
            await Task.Delay(wait, time).ConfigureAwait(false);
        lock (_lock)
        {
            _next = null;
            _beganAt = time.GetTimestamp();
        }

        try
        {
            var began = time.GetTimestamp();
            var read = await fetch(CancellationToken.None).ConfigureAwait(false);
            if (read.SigningKeys.Count == 0)
                throw new InvalidOperationException("The issuer publishes no keys to sign with.");
            Take(read, began);
            return read;
        }
#pragma warning disable CA1031 // Whatever is the matter with the issuer, it says nothing of the token.
        catch (Exception e)
#pragma warning restore CA1031
        {
            if (!Interlocked.Exchange(ref _failed, true))
                LogAway(log, e);
            throw new IssuerAwayException("The issuer's keys can't be read right now.", e);
        }
    }

    private void Take(OpenIdConnectConfiguration read, long began)
    {
        if (Interlocked.Exchange(ref _failed, false))
            LogBack(log);
        lock (_lock)
        {
            if (_current is null || began >= _readAt)
                (_current, _readAt) = (read, began);
        }
    }

    [LoggerMessage(EventId = 10_103, Level = LogLevel.Warning, Message = "The issuer's keys can't be read: who has a token by a key that is not known, or no key is, has to come again")]
    private static partial void LogAway(ILogger log, Exception e);

    [LoggerMessage(EventId = 10_104, Level = LogLevel.Information, Message = "The issuer's keys can be read again")]
    private static partial void LogBack(ILogger log);
}

/// <summary>The issuer can't be reached, which says nothing of the token: come again.</summary>
internal sealed class IssuerAwayException(string message, Exception inner) : Exception(message, inner);
