namespace AkkaRealtime.Envelopes;

/// <summary>A refusal, as a value: becomes the <c>error</c> envelope of protocol §2.</summary>
/// <param name="Code">Why.</param>
/// <param name="Message">For the developer of the client: what is wrong and what to send instead.</param>
/// <param name="Field">The member of <c>data</c> at fault, for <see cref="ErrorCode.BadRequest"/>.</param>
/// <param name="RetryAfterMs">Milliseconds after which it may be sent again.</param>
public sealed record RequestError(ErrorCode Code, string Message, string? Field = null, int? RetryAfterMs = null)
{
    /// <summary>What people have said of why, for who is refused; null where nobody has.</summary>
    public string? Reason { get; init; }

    /// <summary>When it ends by itself; null where it doesn't.</summary>
    public DateTimeOffset? Until { get; init; }

    /// <summary>A bug, which was logged.</summary>
    internal static RequestError Failed { get; } = new(ErrorCode.Internal, "The server failed to answer this.");

    /// <summary>A member of <c>data</c> is missing or wrong.</summary>
    public static RequestError Bad(string field, string message) => new(ErrorCode.BadRequest, message, field);
}
