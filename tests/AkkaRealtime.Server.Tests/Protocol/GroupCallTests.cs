using System.Text.Json;
using AkkaRealtime.Server.Tests.Support;

namespace AkkaRealtime.Server.Tests.Protocol;

/// <summary>Calls of three and four people, and who is busy or away, over real sockets.</summary>
[Collection(SharedCallServer.Name)]
public sealed class GroupCallTests(CallServer calls)
{
    [Fact]
    public async Task Group_PeopleComeGoAndAreHosted()
    {
        await using var alice = await RawClient.NewAsync(calls.Server, "Alice", "a");
        await using var bob = await RawClient.NewAsync(calls.Server, "Bob", "b");
        await using var carol = await RawClient.NewAsync(calls.Server, "Carol", "c");
        await using var dave = await RawClient.NewAsync(calls.Server, "Dave", "d");
        var room = await alice.GroupAsync(bob, carol, dave);

        // call.updated is told to who follows the room by then: who has a message of it does.
        await alice.RequestAsync("chat.send", new { room, key = "before", text = "before" });
        await dave.WaitForAsync("chat.message");

        var started = await alice.RequestAsync("call.start", new { room, media = "video", key = "k" });
        var callId = CallTalk.IdOf(started);
        foreach (var user in (string[])[bob.User, carol.User, dave.User])
            await alice.WaitForAsync("call.ringing", e => e["user"] == user);
        await bob.AcceptAsync(callId);
        await carol.AcceptAsync(callId);
        await bob.WaitForAsync("call.participant-joined", e => e["participant"] == carol.Participant());

        // Dave is in the room, not in the call, and sees who is.
        await dave.RequestAsync("call.decline", new { callId });
        await alice.WaitForAsync("call.declined", e => e["user"] == dave.User);
        await dave.WaitForAsync("call.updated", e => Participants(e).SequenceEqual([alice.User, bob.User, carol.User]) && Ringing(e) is []);
        var listed = Assert.Single((await dave.RequestAsync("call.list")).Data.GetProperty("calls").EnumerateArray());
        Assert.Equal((callId, 3), (listed.GetProperty("id").GetString(), listed.GetProperty("participants").GetArrayLength()));
        await carol.RequestAsync("call.invite", new { callId, users = (string[])[dave.User] });
        await dave.AcceptAsync(callId);

        await HostActsAsync(alice, bob, carol, callId);

        await alice.RequestAsync("call.leave", new { callId });
        Assert.Equal(bob.User, (await dave.WaitForAsync("call.host"))["host"]);
        Assert.Equal("forbidden", await dave.RefusalAsync("call.end", new { callId }));
        await bob.RequestAsync("call.end", new { callId });
        Assert.Equal("host", (await dave.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
        var entry = await carol.WaitForAsync("chat.call");
        Assert.Equal((callId, alice.User, "host"), (entry["callId"], entry["by"], entry["outcome"]));
        await dave.WaitForAsync("call.updated", e => e.Data.GetProperty("call").GetProperty("state").GetString() == "ended");
    }

    [Fact]
    public async Task Busy_ByChoiceOrInACall_DoesNotRing_AndSaysAtOnceWhoCalled()
    {
        await using var erin = await RawClient.NewAsync(calls.Server, "Erin", "e");
        await using var frank = await RawClient.NewAsync(calls.Server, "Frank", "f");
        await using var tablet = await RawClient.SignInAsync(calls.Server, "Frank", "tablet", frank.User);
        await using var gina = await RawClient.NewAsync(calls.Server, "Gina", "g");

        await frank.RequestAsync("status.set", new { status = "busy" });
        var first = await erin.CallAsync(frank, "k1");
        await erin.WaitForAsync("call.busy", e => e["user"] == frank.User);
        Assert.Equal("busy", (await erin.WaitForAsync("call.ended", e => e["callId"] == first))["reason"]);
        var missed = await frank.WaitForAsync("call.missed", e => e["callId"] == first);
        Assert.Equal((erin.User, "Erin", "audio"), (missed["from"], missed["name"], missed["media"]));
        Assert.Equal(1, (await frank.WaitForAsync("call.unseen")).Number("missed"));
        await frank.AssertNoneAsync("call.incoming");

        await frank.RequestAsync("status.set", new { status = "online" });
        var talking = await gina.CallAsync(frank);
        await frank.AcceptAsync(talking);
        Assert.Equal(talking, (await tablet.WaitForAsync("call.answered-elsewhere"))["callId"]);
        var second = await erin.CallAsync(frank, "k2");
        Assert.Equal(second, (await frank.WaitForAsync("call.missed", e => e["callId"] == second))["callId"]);
        await frank.AssertNoneAsync("call.incoming", e => CallTalk.IdOf(e) == second);
        await tablet.WaitForAsync("call.unseen", e => e.Number("missed") == 2);

        var history = (await tablet.RequestAsync("call.history")).Data;
        Assert.Equal(2, history.GetProperty("missed").GetInt32());
        var entry = history.GetProperty("calls").EnumerateArray().First(c => c.GetProperty("id").GetString() == second);
        Assert.Equal(("incoming", true, true), (entry.GetProperty("direction").GetString(), entry.GetProperty("missed").GetBoolean(), entry.GetProperty("unseen").GetBoolean()));
        await tablet.RequestAsync("call.seen", new { callId = second });
        Assert.Equal(1, (await frank.WaitForAsync("call.unseen", e => e.Number("missed") == 1)).Number("missed"));
        await tablet.RequestAsync("call.seen");
        await frank.WaitForAsync("call.unseen", e => e.Number("missed") == 0);
        Assert.Equal(0, (await frank.RequestAsync("call.history")).Number("missed"));
    }

    [Fact]
    public async Task Device_ThatWasOffline_NeverRingsForWhatIsOver_AndLearnsWhatItMissed()
    {
        await using var hugo = await RawClient.NewAsync(calls.Server, "Hugo", "h");
        string callId;
        var laptop = await RawClient.NewAsync(calls.Server, "Iris", "laptop");
        await using (laptop)
            callId = await hugo.CallAsync(laptop);
        await using (var inTime = await RawClient.SignInAsync(calls.Server, "Iris", "phone", laptop.User))
            Assert.Equal([callId], inTime.Calls());
        await hugo.RequestAsync("call.cancel", new { callId });
        await hugo.WaitForAsync("call.ended");
        await using var late = await RawClient.SignInAsync(calls.Server, "Iris", "tablet", laptop.User);
        Assert.Empty(late.Calls());
        Assert.Equal(1, (await late.RequestAsync("call.history")).Number("missed"));
        await late.AssertNoneAsync("call.incoming");
    }

    [Fact]
    public async Task Accept_ByTwoDevicesAtOnce_IsOneCallOnOneOfThem_AndTheOtherMayTakeItOver()
    {
        await using var jack = await RawClient.NewAsync(calls.Server, "Jack", "j");
        await using var phone = await RawClient.NewAsync(calls.Server, "Kate", "phone");
        await using var laptop = await RawClient.SignInAsync(calls.Server, "Kate", "laptop", phone.User);
        var callId = await jack.CallAsync(phone);
        await phone.WaitForAsync("call.incoming");
        await laptop.WaitForAsync("call.incoming");
        var answers = await Task.WhenAll(TryAcceptAsync(phone), TryAcceptAsync(laptop));
        Assert.Equal(["call.joined", "conflict"], answers.Order());
        var (winner, loser) = answers[0] == "call.joined" ? (phone, laptop) : (laptop, phone);
        Assert.Equal(winner.Participant(), (await loser.WaitForAsync("call.answered-elsewhere"))["by"]);
        await jack.WaitForAsync("call.participant-joined", e => e["participant"] == winner.Participant());

        Assert.Equal("call.joined", (await loser.RequestAsync("call.join", new { callId })).Type);
        Assert.Equal("moved", (await jack.WaitForAsync("call.participant-left"))["reason"]);
        await jack.WaitForAsync("call.participant-joined", e => e["participant"] == loser.Participant());
        Assert.Equal(loser.Participant(), (await winner.WaitForAsync("call.answered-elsewhere"))["by"]);
        await jack.RequestAsync("call.leave", new { callId });
        await loser.WaitForAsync("call.ended");
        await winner.WaitForAsync("call.ended");

        async Task<string> TryAcceptAsync(RawClient device)
        {
            try
            {
                return (await device.RequestAsync("call.accept", new { callId })).Type;
            }
            catch (RefusedException refused)
            {
                return refused.Code;
            }
        }
    }

    private static async Task HostActsAsync(RawClient alice, RawClient bob, RawClient carol, string callId)
    {
        Assert.Equal("forbidden", await bob.RefusalAsync("call.mute", new { callId, participant = carol.Participant() }));
        await alice.RequestAsync("call.mute", new { callId, participant = bob.Participant() });
        Assert.Equal(alice.Participant(), (await bob.WaitForAsync("call.muted"))["by"]);
        await bob.SendAsync("call.media", new { callId, audio = false, video = true, screen = false, hand = true });
        var media = await alice.WaitForAsync("call.media", e => e["participant"] == bob.Participant());
        Assert.Equal(("False", "True"), (media["audio"], media["hand"]));
        Assert.NotNull(media["handAt"]);
        await carol.SendAsync("call.reaction", new { callId, emoji = "🎉" });
        Assert.Equal((carol.Participant(), "🎉"), (await bob.WaitForAsync("call.reaction") is var r ? (r["participant"], r["emoji"]) : default));

        await alice.RequestAsync("call.remove", new { callId, user = carol.User });
        Assert.Equal("host", (await carol.WaitForAsync("call.ended", e => e["callId"] == callId))["reason"]);
        Assert.Equal("removed", (await bob.WaitForAsync("call.participant-left", e => e["participant"] == carol.Participant()))["reason"]);
        Assert.Equal("forbidden", await carol.RefusalAsync("call.join", new { callId }));
        Assert.Equal("forbidden", await bob.RefusalAsync("call.invite", new { callId, users = (string[])[carol.User] }));
        await alice.RequestAsync("call.invite", new { callId, users = (string[])[carol.User] });
        await carol.AcceptAsync(callId);
    }

    private static string[] Participants(Received updated) =>
        [.. updated.Data.GetProperty("call").GetProperty("participants").EnumerateArray().Select(p => p.GetProperty("user").GetString()!)];

    private static JsonElement[] Ringing(Received updated) => [.. updated.Data.GetProperty("call").GetProperty("ringing").EnumerateArray()];
}
