using Akka.Actor;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Sessions.Revoking;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Connections;

/// <summary>What is revoked neither begins nor goes on.</summary>
public sealed class RevokedSpecs(ITestOutputHelper output) : ConnectionSpec(output)
{
    [Fact]
    public async Task Should_close_with_4410_whoever_signs_in_with_a_token_that_is_revoked()
    {
        Revoke(new Revocation("r1", Time.GetUtcNow()) { Token = TokenGate.HashOf("alice") });
        var socket = Connect();
        socket.Send("session.auth", """{"token":"alice"}""");
        Assert.Equal(4410, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Should_close_with_4410_a_device_that_is_revoked_wherever_it_is_named()
    {
        Revoke(new Revocation("r1", Time.GetUtcNow()) { User = Alice, Device = new DeviceId("phone") });
        var named = Connect(device: "phone");
        named.Send("session.auth", """{"token":"alice"}""");
        Assert.Equal(4410, await named.CloseCodeAsync());
        var told = Connect();
        told.Send("session.auth", """{"token":"alice","device":"phone"}""");
        Assert.Equal(4410, await told.CloseCodeAsync());
        var other = Connect();
        other.Send("session.auth", """{"token":"alice","device":"laptop"}""");
        await OpenAsync();
        await other.NextAsync("session.ready");
    }

    [Fact]
    public async Task Should_close_an_open_session_as_soon_as_it_is_revoked_and_no_other()
    {
        var socket = await ConnectReadyAsync();
        var other = Connect(new Identity(new UserId("bob"), "Bob", null));
        await OpenAsync();
        await other.NextAsync("session.ready");

        Connections.Tell(new RevocationsSeen([new Revocation("r1", Time.GetUtcNow()) { User = Alice }]));

        Assert.Equal(4410, await socket.CloseCodeAsync());
        other.Send("session.ping");
        await other.NextAsync("session.pong");
    }

    [Fact]
    public async Task Should_close_sessions_of_anybody_whose_tokens_are_too_old()
    {
        var old = Connect(new Identity(Alice, "Alice", null) { IssuedAt = Time.GetUtcNow().AddMinutes(-1) });
        await OpenAsync();
        await old.NextAsync("session.ready");
        var young = Connect(new Identity(new UserId("bob"), "Bob", null) { IssuedAt = Time.GetUtcNow() });
        await OpenAsync();
        await young.NextAsync("session.ready");

        Connections.Tell(new RevocationsSeen([new Revocation("r1", Time.GetUtcNow()) { IssuedBefore = Time.GetUtcNow().AddSeconds(-1) }]));

        Assert.Equal(4410, await old.CloseCodeAsync());
        young.Send("session.ping");
        await young.NextAsync("session.pong");
    }

    // The token was checked before the revocation came, and its user is known to the node's connections only after it.
    [Fact]
    public async Task Should_close_who_was_revoked_between_the_check_of_the_token_and_the_sign_in()
    {
        Revoke(new Revocation("r1", Time.GetUtcNow()) { User = Alice });
        Assert.Equal(4410, await Connect(new Identity(Alice, "Alice", null)).CloseCodeAsync());
    }

    [Fact]
    public async Task Should_refuse_a_renewal_by_a_token_that_is_revoked_and_go_on()
    {
        var socket = await ConnectReadyAsync();
        Revoke(new Revocation("r1", Time.GetUtcNow()) { Token = TokenGate.HashOf("alice/60") });
        socket.Send("session.auth", """{"token":"alice/60","ref":"r1"}""");
        var error = await socket.NextAsync("error");
        Assert.Equal("unauthorized", error.GetProperty("code").GetString());
        socket.Send("session.ping");
        await socket.NextAsync("session.pong");
    }

    [Fact]
    public async Task Should_go_by_the_token_of_the_last_renewal()
    {
        var socket = await ConnectReadyAsync();
        socket.Send("session.auth", """{"token":"alice/60","ref":"r1"}""");
        await OpenSessionAsync();
        await socket.NextAsync("session.ready");
        Assert.Equal(TokenGate.HashOf("alice/60"), Session.Origin!.Token);

        Connections.Tell(new RevocationsSeen([new Revocation("r1", Time.GetUtcNow()) { Token = TokenGate.HashOf("alice/60") }]));

        Assert.Equal(4410, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Should_let_nobody_sign_in_but_whose_ticket_it_came_with()
    {
        var socket = new MemorySocket();
        Assert.True(Admission.TryEnter(null, out _));
        Connections.Tell(new Attach(socket, new Accepted(null, null, new DeviceId("phone")) { Returning = Alice }));
        socket.Send("session.auth", """{"token":"bob"}""");
        Assert.Equal(4401, await socket.CloseCodeAsync());
    }

    [Fact]
    public async Task Should_look_into_the_store_when_another_node_says_so()
    {
        var looked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Look = looked.SetResult;
        Connections.Tell(LookForRevocations.Instance);
        await looked.Task.WaitAsync(Patient.Wait);
    }

    private void Revoke(Revocation revocation) => Revocations.Apply([new RevocationChange(revocation, IsLifted: false, 1)], Time.GetUtcNow());
}
