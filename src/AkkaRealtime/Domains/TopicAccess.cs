using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Domains;

/// <summary>Whether a user may follow a topic: true, false, or a <see cref="RequestError"/> that says why not.</summary>
public readonly record struct TopicAccess
{
    private static readonly RequestError Forbidden = new(ErrorCode.Forbidden, "You may not follow this topic.");

    private TopicAccess(RequestError? error, bool isAllowed) => (Error, IsAllowed) = (error, isAllowed);

    /// <summary>They may.</summary>
    public bool IsAllowed { get; }

    /// <summary>What they are told where they may not.</summary>
    public RequestError? Error => IsAllowed ? null : field ?? Forbidden;

    /// <summary>Yes or no.</summary>
    public static implicit operator TopicAccess(bool isAllowed) => new(null, isAllowed);

    /// <summary>No, for this reason.</summary>
    public static implicit operator TopicAccess(RequestError error) => new(error, false);
}
