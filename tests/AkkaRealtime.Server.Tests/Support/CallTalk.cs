namespace AkkaRealtime.Server.Tests.Support;

/// <summary>What tests of calls say often.</summary>
internal static class CallTalk
{
    /// <summary>Calls a user; the call's id.</summary>
    public static async Task<string> CallAsync(this RawClient client, RawClient other, string key = "k") =>
        IdOf(await client.RequestAsync("call.start", new { user = other.User, media = "audio", key }));

    /// <summary>Makes a group with these people and waits until all are in it; its id.</summary>
    public static async Task<string> GroupAsync(this RawClient client, params RawClient[] others)
    {
        var created = await client.RequestAsync("chat.create", new { kind = "group", name = "Group", members = others.Select(o => o.User) });
        var room = created.Data.GetProperty("room").GetProperty("id").GetString()!;
        foreach (var other in others)
            await other.WaitForAsync("chat.room", e => e.Data.GetProperty("room").GetProperty("id").GetString() == room);
        return room;
    }

    /// <summary>Takes a call that rings.</summary>
    public static async Task<Received> AcceptAsync(this RawClient client, string callId)
    {
        await client.WaitForAsync("call.incoming", e => IdOf(e) == callId);
        return await client.RequestAsync("call.accept", new { callId });
    }

    /// <summary>The participant that a client is.</summary>
    public static string Participant(this RawClient client) => $"{client.User}/{client.Device}";

    /// <summary>The id of the <c>call</c> member.</summary>
    public static string IdOf(Received envelope) => envelope.Data.GetProperty("call").GetProperty("id").GetString()!;

    /// <summary>The ids of the calls that <c>session.ready</c> named.</summary>
    public static IReadOnlyList<string> Calls(this RawClient client) =>
        [.. client.Ready!.Data.GetProperty("calls").EnumerateArray().Select(c => c.GetProperty("id").GetString()!)];
}
