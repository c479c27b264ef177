namespace AkkaRealtime.Envelopes;

/// <summary>Why a request was refused (protocol §2). An error never ends the connection by itself.</summary>
public enum ErrorCode
{
    /// <summary>The frame is no <c>{type, data}</c>.</summary>
    BadEnvelope,

    /// <summary>A member of <c>data</c> is missing or wrong; <c>field</c> names it.</summary>
    BadRequest,

    /// <summary>No such <c>type</c>.</summary>
    UnknownType,

    /// <summary>Not signed in.</summary>
    Unauthorized,

    /// <summary>Signed in, but not allowed to.</summary>
    Forbidden,

    /// <summary>No such room, message, call or user.</summary>
    NotFound,

    /// <summary>The state is not one in which this can be done.</summary>
    Conflict,

    /// <summary>Larger than a limit allows.</summary>
    TooLarge,

    /// <summary>More often than a limit allows; <c>retryAfterMs</c> says when again.</summary>
    RateLimited,

    /// <summary>The other side is busy.</summary>
    Busy,

    /// <summary>Can't be done just now; <c>retryAfterMs</c> says when again. Nothing was stored.</summary>
    Unavailable,

    /// <summary>A fault of the server's.</summary>
    Internal,
}

/// <summary>The wire's names of <see cref="ErrorCode"/>.</summary>
internal static class ErrorCodes
{
    /// <summary>The name that protocol §2 gives <paramref name="code"/>.</summary>
    public static string ToWire(this ErrorCode code) => code switch
    {
        ErrorCode.BadEnvelope => "bad-envelope",
        ErrorCode.BadRequest => "bad-request",
        ErrorCode.UnknownType => "unknown-type",
        ErrorCode.Unauthorized => "unauthorized",
        ErrorCode.Forbidden => "forbidden",
        ErrorCode.NotFound => "not-found",
        ErrorCode.Conflict => "conflict",
        ErrorCode.TooLarge => "too-large",
        ErrorCode.RateLimited => "rate-limited",
        ErrorCode.Busy => "busy",
        ErrorCode.Unavailable => "unavailable",
        _ => "internal",
    };
}
