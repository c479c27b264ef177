using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Calls.Wire;

/// <summary>Checks that several requests share.</summary>
internal static class CallFields
{
    /// <summary>Null where <paramref name="id"/> has the characters of an id; whether there is such a call is another question.</summary>
    public static RequestError? Check(CallId id) =>
        IdRules.IsServerMade(id.Value) ? null : RequestError.Bad("callId", "\"callId\" must be the id of a call, as in call.incoming or call.started.");
}
