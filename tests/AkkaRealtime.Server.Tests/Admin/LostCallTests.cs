using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Admin;

/// <summary>What an administrator takes from a user ends in their calls as well.</summary>
public sealed class LostCallTests(LostCallServer fixture) : IClassFixture<LostCallServer>
{
    [Fact]
    public async Task Remove_FromTheRoom_EndsItsCallForThatMember()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        await using var carol = await ClientAsync();
        var room = await alice.GroupAsync(bob, carol);
        var callId = CallTalk.IdOf(await alice.RequestAsync("call.start", new { room, media = "audio", key = "k" }));
        await bob.AcceptAsync(callId);

        await fixture.Admin.DoAsync(HttpMethod.Delete, $"rooms/{room}/members/{bob.User}");

        Assert.Equal("removed", (await bob.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
        Assert.Equal("removed", (await alice.WaitForAsync("call.participant-left"))["reason"]);
    }

    [Fact]
    public async Task Revoke_OfWhoCalls_StopsTheRingingOfTheOthers()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var callId = await alice.CallAsync(bob);
        await bob.WaitForAsync("call.incoming");

        await fixture.Admin.DoAsync(HttpMethod.Post, $"users/{alice.User}/revoke");

        Assert.Equal("cancelled", (await bob.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
    }

    [Fact]
    public async Task Revoke_OfWhoIsCalled_EndsTheCallForWhoCalls()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var callId = await alice.CallAsync(bob);
        await bob.WaitForAsync("call.incoming");

        await fixture.Admin.DoAsync(HttpMethod.Post, $"users/{bob.User}/revoke");

        Assert.Equal("timeout", (await alice.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
        await using var again = await AnotherProcess.UntilAsync(() => SignInAnewAsync(bob.User), client => client is not null);
        Assert.Empty(again!.Calls());
    }

    [Fact]
    public async Task Erase_OfWhoIsInACall_EndsItAtOnce()
    {
        await using var alice = await ClientAsync();
        await using var bob = await ClientAsync();
        var callId = await alice.CallAsync(bob);
        await bob.AcceptAsync(callId);

        await fixture.Admin.DoAsync(HttpMethod.Post, $"users/{bob.User}/erasure");

        Assert.Equal("hangup", (await alice.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
    }

    // A token names the second in which it was issued: one of the second of the revocation counts as issued before.
    private async Task<RawClient?> SignInAnewAsync(string user)
    {
        var signedIn = await SignedIn.ByNameAsync(fixture.Server.Url, "Bob", user);
        var client = await RawClient.OpenAsync(new Uri($"{fixture.Server.SocketUrl}?device=phone"));
        await client.SendAsync("session.auth", new { token = signedIn.Token, @ref = "in" });
        var ready = client.UntilReadyAsync();
        await Task.WhenAny(client.Closed, ready);
        if (ready.IsCompletedSuccessfully)
            return client;
        await client.DisposeAsync();
        return null;
    }

    private Task<RawClient> ClientAsync() => RawClient.SignInAsync(fixture.Server, ServerFixture.NewName());
}

/// <summary>Nothing ends by itself here while a test waits: neither ringing, nor the place of a lost connection.</summary>
public sealed class LostCallServer : AdminFixture
{
    private protected override async Task<ServerProcess?> StartAsync() =>
        await AdminClient.StartAsync(("AkkaRealtime:Calls:RingMs", "180000"), ("AkkaRealtime:Calls:ReconnectMs", "180000"));
}
