using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Store.Blocks;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Router;

/// <summary>Whom a user doesn't want to hear of.</summary>
public sealed class BlockSpecs(ITestOutputHelper output) : ChatRouterSpec(output)
{
    [Fact]
    public async Task Should_tell_the_users_other_devices_and_all_status_routers_and_answer()
    {
        Ask(new PeopleBlockRequest(Bob));

        var (type, data) = Parse(await Connection.ExpectMsgAsync<EncodedEnvelope>(Patient.Wait));
        Assert.Equal(("people.blocked", "1", "bob", true), (type, data.GetProperty("ref").GetString(), data.GetProperty("user").GetString(), data.GetProperty("on").GetBoolean()));
        var news = await Users.ExpectMsgAsync<TellUser>(Patient.Wait);
        Assert.Equal((Alice, new SessionId("s1")), (news.User, news.ExceptSession));
        Assert.Equal(new BlockChanged(Alice, Bob), await Blocks.ExpectMsgAsync<BlockChanged>(Patient.Wait));
        Assert.Equal([Bob], (await Memory.Blocks.ByAsync(Alice, null, 10, default)).Select(b => b.User));
    }

    [Fact]
    public async Task Should_have_the_owner_of_their_direct_room_answer()
    {
        var room = RoomId.New(Time.GetUtcNow());
        Memory.OpenRoom("direct", [Alice, Bob], room);
        Ask(new PeopleBlockRequest(Bob));

        var changed = await Owners.ExpectMsgAsync<BlocksChanged>(Patient.Wait);
        Assert.Equal((room, "1", Connection.Ref), (changed.Room, changed.Ref, Owners.LastSender));
        Assert.Equal("people.blocked", Parse(changed.Answer).Type);
        Connection.ExpectNoMsg(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_list_whom_the_user_has_blocked_and_let_them_go()
    {
        Memory.SignedIn(Bob);
        Block(Alice, Bob);
        Block(Alice, Carol);
        Block(Bob, Alice);
        Ask(new PeopleBlocksRequest(Limit: 1));
        var (_, page) = Parse(await Connection.ExpectMsgAsync<EncodedEnvelope>(Patient.Wait));
        Assert.Equal((true, "bob"), (page.GetProperty("more").GetBoolean(), Assert.Single(page.GetProperty("people").EnumerateArray()).GetProperty("name").GetString()));

        Ask(new PeopleUnblockRequest(Bob));
        Assert.False(Parse(await Connection.ExpectMsgAsync<EncodedEnvelope>(Patient.Wait)).Data.GetProperty("on").GetBoolean());
        Assert.Equal([Carol], (await Memory.Blocks.ByAsync(Alice, null, 10, default)).Select(b => b.User));
    }

    [Fact]
    public async Task Should_not_let_anybody_block_themselves_or_more_than_the_most()
    {
        Ask(new PeopleBlockRequest(Alice));
        Assert.Equal(("bad-request", "user"), await RefusalAsync());
        for (var i = 0; i < AkkaRealtime.Routing.Users.Store.Blocks.Block.Most; i++)
            Block(Alice, new UserId($"user-{i}"));
        Ask(new PeopleBlockRequest(Bob));
        Assert.Equal(("conflict", null), await RefusalAsync());
    }

    [Fact]
    public async Task Should_bring_nobody_into_a_room_by_who_is_blocked_and_open_no_direct_room()
    {
        Block(Bob, Alice);
        Ask(new ChatDirectRequest(Bob));
        Assert.Equal("forbidden", (await RefusalAsync()).Code);
        Ask(new ChatCreateRequest("group", "Trip", [Carol, Bob]));
        Assert.Equal(("forbidden", "members"), await RefusalAsync());
        Ask(new ChatDirectRequest(Alice), Bob);
        Assert.Equal("forbidden", (await RefusalAsync()).Code);

        Ask(new ChatCreateRequest("group", "Trip", [Alice]), Bob);
        await Owners.ExpectMsgAsync<CreateRoom>(Patient.Wait);
    }

    private void Block(UserId by, UserId user) =>
        Memory.Engine.Commit([new SaveBlock(Akka.Actor.ActorRefs.Nobody, new Block(by, user, Noon), true)]);

    private async Task<(string? Code, string? Field)> RefusalAsync()
    {
        var (type, data) = Parse(await Connection.ExpectMsgAsync<EncodedEnvelope>(Patient.Wait));
        Assert.Equal("error", type);
        return (data.GetProperty("code").GetString(), data.TryGetProperty("field", out var field) ? field.GetString() : null);
    }
}
