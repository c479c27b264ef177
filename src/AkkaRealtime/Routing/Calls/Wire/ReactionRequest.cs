using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary><c>call.reaction</c>: an emoji that the others see for a moment. Kept nowhere.</summary>
internal sealed record CallReactionRequest(CallId CallId, string? Emoji) : INamesCall, IUnanswered
{
    /// <inheritdoc/>
    public RequestError? Validate() => CallFields.Check(CallId) ?? ChatValidation.Emoji(Emoji);
}
