using AkkaRealtime.Diagnostics;
using Microsoft.Extensions.Logging;

namespace AkkaRealtime.Connections.Hook;

/// <summary>Tokens that the host knows are good as ever; whose any other is, another server is asked. Without an answer of it nothing is known of a token, and its client has to come again.</summary>
internal sealed partial class HookedTokenValidator(
    ITokenValidator host, Func<string, CancellationToken, Task<Identity?>> ask, ConnectHookOptions options, RealtimeMetrics metrics, TimeProvider time, ILogger<HookedTokenValidator> log)
    : ITokenValidator
{
    /// <summary>So many may be asked about or wait for it; more are refused for now, so that a flood of made-up tokens costs no more memory than that.</summary>
    public const int MaxWaiting = 1_000;

    private const int MaxToken = 8_192;

    private readonly KnownTokens _known = new(TimeSpan.FromSeconds(options.CacheSeconds), time);
    private int _waiting;
    private bool _failed;

    /// <inheritdoc/>
    public async ValueTask<Identity?> ValidateAsync(string token, CancellationToken cancel)
    {
        if (string.IsNullOrEmpty(token) || token.Length > MaxToken)
            return null;
        return await host.ValidateAsync(token, cancel).ConfigureAwait(false)
            ?? await _known.FindAsync(TokenGate.HashOf(token), () => AskAsync(token)).WaitAsync(cancel).ConfigureAwait(false);
    }

    // Others may be waiting for the same answer: whoever asks first can't call it off.
    private async Task<Identity?> AskAsync(string token)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromMilliseconds(options.TimeoutMs), time);
        try
        {
            if (Interlocked.Increment(ref _waiting) > MaxWaiting)
                throw new HttpRequestException($"more than {MaxWaiting} tokens wait for an answer");
            var identity = await ask(token, limit.Token).WaitAsync(limit.Token).ConfigureAwait(false);
            Count(identity is null ? "refused" : "allowed");
            if (Interlocked.Exchange(ref _failed, false))
                LogBack(log);
            return identity;
        }
        catch (Exception cause)
        {
            Count("failed");
            if (!Interlocked.Exchange(ref _failed, true))
                LogFailed(log, cause is OperationCanceledException ? $"no answer within {options.TimeoutMs} ms" : cause.Message);
            throw;
        }
        finally
        {
            Interlocked.Decrement(ref _waiting);
        }
    }

    private void Count(string result) => metrics.ConnectHook.Add(1, new KeyValuePair<string, object?>("result", result));

    [LoggerMessage(EventId = 2103, Level = LogLevel.Warning, Message = "Nobody says whose a token is: {Cause}. Clients are told to come again")]
    private static partial void LogFailed(ILogger log, string cause);

    [LoggerMessage(EventId = 2104, Level = LogLevel.Information, Message = "It is said again whose a token is")]
    private static partial void LogBack(ILogger log);
}
