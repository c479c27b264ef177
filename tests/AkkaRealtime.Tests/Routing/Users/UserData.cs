using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Ringing;

namespace AkkaRealtime.Tests.Routing.Users;

/// <summary>Calls as their owners tell users' entities of them.</summary>
internal static class UserData
{
    private static readonly DateTimeOffset Start = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public static UserCall Call(string id, CallState state = CallState.Ringing, double startedAt = 0) => new(
        new CallId($"room.{id}"),
        state,
        Start.AddSeconds(startedAt),
        new EncodedJson(Encoding.UTF8.GetBytes($$"""{"id":"room.{{id}}","name":"Zoë"}""")));

    public static EncodedEnvelope Incoming(string id) =>
        new(Encoding.UTF8.GetBytes($$$$"""{"type":"call.incoming","data":{"call":{"id":"room.{{{{id}}}}"}}}"""));
}
