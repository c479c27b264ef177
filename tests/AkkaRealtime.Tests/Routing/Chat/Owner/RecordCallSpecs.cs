using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using Xunit.Abstractions;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RecordCallSpecs(ITestOutputHelper output) : RoomSpec(output)
{
    [Fact]
    public void Should_record_a_call_once_however_often_it_is_told()
    {
        var room = StartStored();
        var record = Record();
        room.Tell(record, Connection);
        var e = Assert.IsType<ChatCall>(Assert.Single(StoreNext().Events));
        Assert.Equal((record.Call, "answered", 5_000L, "video", Alice), (e.CallId, e.Outcome, e.DurationMs, e.Media, e.By));
        Connection.ExpectMsg(new CallRecorded(record.Call));

        room.Tell(record, Connection);

        Connection.ExpectMsg(new CallRecorded(record.Call));
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_find_a_call_in_the_log_that_an_owner_before_recorded()
    {
        var record = Record();
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.FillUp(102);
        Memory.Add(new ChatCall(record.Call, "answered", 5_000, "video") { Room = Id, At = Time.GetUtcNow(), By = Alice });

        StartStored(head: 602).Tell(record, Connection);

        Connection.ExpectMsg(new CallRecorded(record.Call));
        JournalProbe.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
    }

    [Fact]
    public void Should_not_read_the_log_for_a_call_that_began_after_the_owner()
    {
        var room = StartStored(head: 602);
        Settle(room);
        Advance(TimeSpan.FromMinutes(5));
        room.Tell(Record(), Connection);
        StoreNext();

        Connection.ExpectMsg<CallRecorded>();
        Assert.Equal(1, Store.Reads);
    }

    [Fact]
    public void Should_not_say_recorded_when_the_store_refused()
    {
        var room = StartStored();
        room.Tell(Record(), Connection);
        ExpectEntry();
        room.Tell(new EventsRefused(Id, AppendRefusal.Unavailable));

        Connection.ExpectNoMsg(TimeSpan.FromMilliseconds(50));
        room.Tell(Record(), Connection);
        Assert.IsType<ChatCall>(Assert.Single(ExpectEntry().Events));
    }

    [Fact]
    public void Should_record_a_call_once_that_is_told_together_with_an_older_one_when_the_owner_remembers_no_more()
    {
        var older = Record();
        Memory.OpenRoom("group", [Alice, Bob]);
        Memory.Add(new ChatCall(older.Call, "answered", 5_000, "video") { Room = Id, At = Time.GetUtcNow(), By = Alice });
        var room = StartStored();
        Settle(room);
        Advance(TimeSpan.FromMinutes(5));
        var recorded = Enumerable.Range(0, 256).Select(_ => Record()).ToList();
        TellTogether(room, Other, [.. recorded]);
        StoreNext();
        room.Tell(Send(Alice, "holds the next batch back"), Other);
        var held = ExpectEntry();
        room.Tell(recorded[0], Connection);
        room.Tell(older, Connection);
        room.Tell(recorded[^1], Connection);

        Memory.Commit(held);

        Connection.ExpectMsg(new CallRecorded(recorded[0].Call));
        Connection.ExpectMsg(new CallRecorded(older.Call));
        Connection.ExpectMsg(new CallRecorded(recorded[^1].Call));
        JournalProbe.ExpectNoMsg(TimeSpan.Zero);
    }

    private RecordCall Record() => new(Id, Alice, CallId.New(Id, Time.GetUtcNow()), "answered", 5_000, "video");
}
