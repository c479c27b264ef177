using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Owner;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Tests.Storage;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Owner;

public sealed class RecordedCallsTests
{
    private static readonly DateTimeOffset Later = Noon.AddMinutes(5);
    private readonly RecordedCalls _calls = new(Noon);

    [Fact]
    public void MustLookUp_ACallThatBeganWithTheOwnerOrBefore_Yes()
    {
        Assert.True(_calls.MustLookUp(Call(Noon.AddHours(-1))));
        Assert.True(_calls.MustLookUp(Call(Noon)));
        Assert.True(_calls.MustLookUp(new CallId("not one of ours")));
    }

    [Fact]
    public void MustLookUp_ACallThatBeganLater_No() => Assert.False(_calls.MustLookUp(Call(Later)));

    [Fact]
    public void Add_OneMoreThanIsRemembered_ForgetsTheOldestOnly()
    {
        var calls = Enumerable.Range(0, 257).Select(i => Call(Later.AddSeconds(i))).ToList();
        calls.ForEach(_calls.Add);

        Assert.False(_calls.IsKnown(calls[0]));
        Assert.True(_calls.MustLookUp(calls[0]));
        Assert.All(calls.Skip(1), call => Assert.True(_calls.IsKnown(call)));
        Assert.False(_calls.MustLookUp(Call(Later.AddSeconds(1))));
    }

    [Fact]
    public void Add_TheSameAgain_TakesNoPlace()
    {
        var first = Call(Later);
        for (var i = 0; i < 300; i++)
            _calls.Add(first);
        foreach (var i in Enumerable.Range(1, 255))
            _calls.Add(Call(Later.AddSeconds(i)));
        Assert.True(_calls.IsKnown(first));
    }

    [Fact]
    public async Task Find_WhereTheLogHoldsOneOfThemTwice_FindsTheOtherAsWell()
    {
        var (one, other) = (Call(Noon), Call(Noon));
        var store = new SpecStore();
        store.OpenRoom("group", [Alice, Bob]);
        store.Add([Event(other), .. Enumerable.Range(0, 400).Select(_ => Event(one))]);
        Assert.Equal(new HashSet<CallId> { one, other }, await RecordedCalls.FindAsync(store.Engine.Log, Id, 403, [one, other]));
    }

    private static CallId Call(DateTimeOffset start) => CallId.New(Id, start);

    private static ChatCall Event(CallId call) => new(call, "hangup", 0, "audio") { Room = Id, At = Noon, By = Alice };
}
