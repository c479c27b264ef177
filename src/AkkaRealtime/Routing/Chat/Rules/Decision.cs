using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Rules;

/// <summary>What a rule decides on a request: the events to store (none if nothing has to change), or the reason for refusing it.</summary>
internal readonly record struct Decision(IReadOnlyList<LogEvent> Events, RequestError? Error)
{
    /// <summary>Nothing changes, and that is fine.</summary>
    public static Decision Nothing { get; } = new([], null);

    /// <summary>Store these.</summary>
    public static Decision Of(params IReadOnlyList<LogEvent> events) => new(events, null);

    /// <summary>No.</summary>
    public static Decision Refused(ErrorCode code, string message, string? field = null) => new([], new RequestError(code, message, field));

    /// <summary>No.</summary>
    public static Decision Refused(RequestError error) => new([], error);
}
