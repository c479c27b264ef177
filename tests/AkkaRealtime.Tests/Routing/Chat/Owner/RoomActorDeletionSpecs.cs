using Akka.Actor;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

/// <summary>What a relay missed is read in the store while a message of it is deleted: once that is confirmed, nobody is told its words.</summary>
public sealed class RoomActorDeletionSpecs : RoomSpec
{
    public RoomActorDeletionSpecs(ITestOutputHelper output)
        : base(output) => RedactDeletedMessages = true;

    [Theory]
    [InlineData(false, false, false)]
    [InlineData(true, false, true)]
    [InlineData(false, true, true)]
    public void Should_empty_the_log_where_the_operator_wants_it_or_does_it(bool redactDeletedMessages, bool byOperator, bool empties)
    {
        RedactDeletedMessages = redactDeletedMessages;
        var room = StartStored(head: 3);
        Store.Messages[MessageOfBob] = Message(MessageOfBob, Bob);
        var body = new ChatDeleteRequest(Id, MessageOfBob);
        room.Tell(byOperator ? new AdminRequest(Id, WellKnownUsers.System, body) : Request(Bob, body), Connection);
        Assert.Equal(empties, Assert.IsType<ChatDeleted>(Assert.Single(ExpectEntry().Events)).Empties);
    }

    [Fact]
    public void Should_read_anew_what_a_relay_missed_where_a_message_was_deleted_meanwhile()
    {
        var room = StartStored(head: 3);
        var read = MissWhileReading(room);

        Delete(room);
        Keep("");
        Store.Gate = null;
        read.SetResult();

        var head = Relay.ExpectMsg<Head>();
        Assert.Equal((4, false), ((int)head.Seq, head.Truncated));
        Assert.Equal([""], head.Missed.Select(m => Parse(m.Envelope).Data.GetProperty("text").GetString()));
    }

    [Fact]
    public void Should_leave_a_relay_to_chat_sync_where_messages_are_deleted_again_and_again()
    {
        var room = StartStored(head: 3);
        var first = MissWhileReading(room);
        Delete(room);
        var second = Store.Gate = new TaskCompletionSource();
        var reads = Store.Reads;
        first.SetResult();
        AwaitCondition(() => Store.Reads > reads);
        Store.Gate = null;

        Delete(room, 5);
        second.SetResult();

        var head = Relay.ExpectMsg<Head>();
        Assert.Equal((5, true, 0), ((int)head.Seq, head.Truncated, head.Missed.Count));
    }

    [Fact]
    public void Should_tell_a_relay_what_it_missed_where_nothing_was_deleted()
    {
        var room = StartStored(head: 3);
        var read = MissWhileReading(room);
        Store.Gate = null;
        room.Tell(Send(Alice, "k"), Connection);
        Store1(room);
        var reads = Store.Reads;

        read.SetResult();

        Assert.Equal(["secret"], Relay.ExpectMsg<Head>().Missed.Select(m => Parse(m.Envelope).Data.GetProperty("text").GetString()));
        Assert.Equal(reads, Store.Reads);
    }

    // The relay has everything up to 2; what it misses is being read.
    private TaskCompletionSource MissWhileReading(IActorRef room)
    {
        Keep("secret");
        Settle(room);
        var read = Store.Gate = new TaskCompletionSource();
        var reads = Store.Reads;
        room.Tell(new Interest(Topic.Of(Id), 2), Relay);
        AwaitCondition(() => Store.Reads > reads);
        return read;
    }

    private void Keep(string text)
    {
        Store.Events.Clear();
        Store.Events.Add(new StoredEvent(3, RoomEventJson.Encode(new ChatMessage(MessageOfBob, "k", text) { Room = Id, Seq = 3, At = Noon, By = Bob })));
    }

    private void Delete(IActorRef room, long seq = 4)
    {
        var gate = Store.Gate;
        Store.Gate = null;
        Store.Messages[MessageOfBob] = Message(MessageOfBob, Bob);
        room.Tell(Request(Bob, new ChatDeleteRequest(Id, MessageOfBob)), Connection);
        Store1(room);
        var (type, data) = Expect(Connection);
        Assert.Equal(("chat.ok", seq), (type, data.GetProperty("seq").GetInt64()));
        Store.Gate = gate;
    }
}
