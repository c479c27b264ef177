namespace AkkaRealtime.Client;

/// <summary>A request was answered with <c>error</c> (protocol §2).</summary>
public sealed class RealtimeRequestException : Exception
{
    internal RealtimeRequestException(ErrorData error)
        : base($"{error.Code}: {error.Message}") => (Code, Field, RetryAfter) = (error.Code, error.Field, error.RetryAfterMs is { } ms ? TimeSpan.FromMilliseconds(ms) : null);

    /// <summary>The code, such as <c>forbidden</c>.</summary>
    public string Code { get; }

    /// <summary>The member of the request that is wrong, or null.</summary>
    public string? Field { get; }

    /// <summary>When the same may be asked again, or null.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Whether the same request may be sent again.</summary>
    public bool MayBeRepeated => Code is "rate-limited" or "busy" or "unavailable";
}
