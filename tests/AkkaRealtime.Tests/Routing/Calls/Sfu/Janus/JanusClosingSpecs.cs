using AkkaRealtime.Routing.Calls.Sfu;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Calls.Sfu.Janus;

/// <summary>Rooms that calls no longer need.</summary>
public sealed class JanusClosingSpecs(ITestOutputHelper output) : JanusSpec(output)
{
    [Fact]
    public async Task Should_end_the_room_with_the_call()
    {
        var (sfu, place) = await OpenedAsync();
        sfu.Tell(new CloseSfuRoom(CallData.Id, place), Owner);
        var destroy = await Janus.AskedAsync("destroy");
        Assert.Equal(place.Secret, destroy.GetProperty("body").GetProperty("secret").GetString());
        Assert.Equal(new SfuClosed(CallData.Id, place), await Owner.ExpectMsgAsync<SfuClosed>(Patience));
    }

    [Fact]
    public async Task Should_count_a_room_that_Janus_does_not_know_as_ended()
    {
        var (sfu, _) = await OpenedAsync();
        Janus.Refuses.Add("destroy");
        var unknown = PlaceAt(Janus);
        sfu.Tell(new CloseSfuRoom(Another, unknown), Owner);
        Assert.Equal(new SfuClosed(Another, unknown), await Owner.ExpectMsgAsync<SfuClosed>(Patience));
    }

    [Fact]
    public async Task Should_count_a_room_of_a_Janus_that_is_configured_no_more_as_ended()
    {
        var (sfu, _) = await OpenedAsync();
        var elsewhere = PlaceAt(Janus) with { Address = "ws://elsewhere" };
        sfu.Tell(new CloseSfuRoom(Another, elsewhere), Owner);
        await Owner.ExpectMsgAsync<SfuClosed>(Patience);
        sfu.Tell(new OpenSfuRoom(Another, elsewhere), Owner);
        Assert.Equal(Janus.Url, (await Owner.ExpectMsgAsync<SfuChosen>(Patience)).Place.Address);
    }

    [Fact]
    public async Task Should_end_a_room_whose_call_ended_while_the_way_to_Janus_was_lost()
    {
        var (sfu, place) = await OpenedAsync();
        Janus.Break();
        await this.UntilAsync(() => Status.Up == 0);
        sfu.Tell(new CloseSfuRoom(CallData.Id, place), Owner);
        Assert.Equal(place, (await UntilToldAsync<SfuClosed>()).Place);
        await Janus.AskedAsync("destroy");
    }

    [Fact]
    public async Task Should_ask_again_where_Janus_does_not_say_that_the_room_is_gone()
    {
        var (sfu, place) = await OpenedAsync();
        Janus.Ignores.Add("destroy");
        sfu.Tell(new CloseSfuRoom(CallData.Id, place), Owner);
        await Janus.AskedAsync("destroy");
        Advance(TimeSpan.FromSeconds(11));
        await Janus.AskedAsync("destroy");
    }

    [Fact]
    public async Task Should_make_another_room_of_a_call_only_once_the_one_before_is_gone()
    {
        var (sfu, place) = await OpenedAsync();
        Janus.Ignores.Add("destroy");
        sfu.Tell(new CloseSfuRoom(CallData.Id, place), Owner);
        await Janus.AskedAsync("destroy");
        var next = place with { Secret = "next", Session = "" };
        sfu.Tell(new OpenSfuRoom(CallData.Id, next), Owner);
        await Owner.ExpectNoMsgAsync(TimeSpan.Zero);
        Janus.Ignores.Clear();
        Advance(TimeSpan.FromSeconds(11));
        Assert.Equal(place, (await Owner.ExpectMsgAsync<SfuClosed>(Patience)).Place);
        Assert.Equal("next", (await Owner.ExpectMsgAsync<SfuOpened>(Patience)).Place.Secret);
    }
}
