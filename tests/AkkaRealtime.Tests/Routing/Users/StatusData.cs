using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Tests.Routing.Users;

/// <summary>Calls as a call's owner would tell them.</summary>
internal static class StatusData
{
    public static CallView Call(string id, string state = "ringing") => new(
        new CallId($"room.{id}"),
        new RoomId("room"),
        new UserId("bob"),
        "video",
        state,
        "mesh",
        new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero),
        [],
        []);
}
