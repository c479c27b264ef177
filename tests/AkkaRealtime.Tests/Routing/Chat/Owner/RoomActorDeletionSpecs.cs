using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Topics;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

/// <summary>What a relay missed is read in the store while a message of it is deleted: once that is confirmed, nobody is told its words.</summary>
public sealed class RoomActorDeletionSpecs : RoomSpec
{
    private static readonly MessageId Another = new("message-2");

    public RoomActorDeletionSpecs(ITestOutputHelper output)
        : base(output) => RedactDeletedMessages = true;

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void Should_empty_the_log_where_the_operator_wants_it_or_does_it(bool redactDeletedMessages, bool byOperator, bool empties)
    {
        RedactDeletedMessages = redactDeletedMessages;
        var room = StartWithASecret();
        var body = new ChatDeleteRequest(Id, MessageOfBob);
        room.Tell(byOperator ? new AdminRequest(Id, WellKnownUsers.System, body) : Request(Bob, body), Connection);
        Assert.Equal(empties, Assert.IsType<ChatDeleted>(Assert.Single(ExpectEntry().Events)).Empties);
    }

    [Fact]
    public void Should_read_anew_what_a_relay_missed_where_a_message_was_deleted_meanwhile()
    {
        var room = StartWithASecret();
        var read = MissWhileReading(room);

        Delete(room, MessageOfBob, 5);
        Store.Gate = null;
        read.SetResult();

        var head = Relay.ExpectMsg<Head>();
        Assert.Equal((5, false), ((int)head.Seq, head.Truncated));
        Assert.Equal(["", "too", null], Texts(head));
    }

    [Fact]
    public void Should_leave_a_relay_to_chat_sync_where_messages_are_deleted_again_and_again()
    {
        var room = StartWithASecret();
        var first = MissWhileReading(room);
        Delete(room, MessageOfBob, 5);
        var second = Store.Gate = new TaskCompletionSource();
        var reads = Store.Reads;
        first.SetResult();
        this.Until(() => Store.Reads > reads);
        Store.Gate = null;

        Delete(room, Another, 6);
        second.SetResult();

        var head = Relay.ExpectMsg<Head>();
        Assert.Equal((6, true, 0), ((int)head.Seq, head.Truncated, head.Missed.Count));
    }

    [Fact]
    public void Should_tell_a_relay_what_it_missed_where_nothing_was_deleted()
    {
        var room = StartWithASecret();
        var read = MissWhileReading(room);
        Store.Gate = null;
        room.Tell(Send(Alice, "k"), Connection);
        StoreNext();
        var reads = Store.Reads;

        read.SetResult();

        Assert.Equal(["secret", "too"], Texts(Relay.ExpectMsg<Head>()));
        Assert.Equal(reads, Store.Reads);
    }

    private static IEnumerable<string?> Texts(Head head) =>
        head.Missed.Select(m => Parse(m.Envelope).Data.TryGetProperty("text", out var text) ? text.GetString() : null);

    // Bob has said two things, at 3 and 4.
    private IActorRef StartWithASecret()
    {
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.Say(MessageOfBob, Bob, "secret");
        Memory.Say(Another, Bob, "too");
        return StartStored();
    }

    // The relay has everything up to 2; what it misses is being read.
    private TaskCompletionSource MissWhileReading(IActorRef room)
    {
        Settle(room);
        var read = Store.Gate = new TaskCompletionSource();
        var reads = Store.Reads;
        room.Tell(new Interest(Topic.Of(Id), 2), Relay);
        this.Until(() => Store.Reads > reads);
        return read;
    }

    private void Delete(IActorRef room, MessageId message, long seq)
    {
        var gate = Store.Gate;
        Store.Gate = null;
        room.Tell(Request(Bob, new ChatDeleteRequest(Id, message)), Connection);
        StoreNext();
        var (type, data) = Expect(Connection);
        Assert.Equal(("chat.ok", seq), (type, data.GetProperty("seq").GetInt64()));
        Store.Gate = gate;
    }
}
