using Akka.Actor;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Publishing;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.DependencyInjection;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Domains;

public sealed class HandlerSpecs(ITestOutputHelper output) : HandlerSpec(output)
{
    private static readonly DateTimeOffset At = new(2026, 1, 1, 12, 0, 0, TimeSpan.FromHours(2));

    [Fact]
    public void Should_answer_with_the_reply_and_its_ref()
    {
        Builder.Handle<PlaceOrder, OrderPlaced>(
            "order.place", "order.placed", (caller, order, _) => Task.FromResult<Reply<OrderPlaced>>(new OrderPlaced($"{caller.User}/{order.Sku}/{order.Count}", At)));
        Ask("""{"type":"order.place","data":{"ref":"7","sku":"a1"}}""");
        ExpectAnswer("""{"type":"order.placed","data":{"ref":"7","id":"alice/a1/1","at":"2026-01-01T10:00:00.000Z"}}""");
    }

    [Fact]
    public void Should_answer_with_the_error_that_a_handler_returns()
    {
        Builder.Handle<PlaceOrder, OrderPlaced>("order.place", "order.placed", async (_, order, _) =>
        {
            await Task.Yield();
            if (order.Sku == "gone")
                return new RequestError(ErrorCode.NotFound, "There is no such article.");
            return new OrderPlaced("1", At);
        });
        Ask("""{"type":"order.place","data":{"ref":"7","sku":"gone"}}""");
        ExpectAnswer("""{"type":"error","data":{"ref":"7","code":"not-found","message":"There is no such article."}}""");
    }

    [Fact]
    public void Should_read_and_write_by_source_generated_json()
    {
        Builder.Handle(
            "order.place", "order.placed", (_, order, _) => Task.FromResult<Reply<OrderPlaced>>(new OrderPlaced(order.Sku, At)), ShopJson.Default.PlaceOrder, ShopJson.Default.OrderPlaced);
        Ask("""{"type":"order.place","data":{"ref":"7","sku":"a1","count":3}}""");
        ExpectAnswer("""{"type":"order.placed","data":{"ref":"7","id":"a1","at":"2026-01-01T12:00:00+02:00","note":null}}""");
    }

    [Theory]
    [InlineData("""{}""", """{"ref":"7","code":"bad-request","message":"\"sku\" is missing.","field":"sku"}""")]
    [InlineData("""{"sku":null}""", """{"ref":"7","code":"bad-request","message":"\"sku\" has the wrong type.","field":"sku"}""")]
    [InlineData("""{"sku":"a1","count":"x"}""", """{"ref":"7","code":"bad-request","message":"\"count\" has the wrong type.","field":"count"}""")]
    [InlineData("""{"sku":"a1","count":11}""", """{"ref":"7","code":"bad-request","message":"The field count must be between 1 and 10.","field":"count"}""")]
    public void Should_refuse_a_request_whose_members_are_wrong_and_name_the_first(string data, string error)
    {
        Builder.Handle<PlaceOrder, OrderPlaced>("order.place", "order.placed", (_, _, _) => throw new InvalidOperationException("It must not come here."));
        Ask($$"""{"type":"order.place","data":{{data.Replace("{", "{\"ref\":\"7\",", StringComparison.Ordinal).Replace(",}", "}", StringComparison.Ordinal)}}}""");
        ExpectAnswer($$"""{"type":"error","data":{{error}}}""");
    }

    [Fact]
    public void Should_let_a_request_validate_itself()
    {
        Builder.Handle<CancelOrder>("order.cancel", (_, _, _) => throw new InvalidOperationException("It must not come here."));
        Ask("""{"type":"order.cancel","data":{"ref":"7"}}""");
        ExpectAnswer("""{"type":"error","data":{"ref":"7","code":"bad-request","message":"\"id\" is the id of an order.","field":"id"}}""");
    }

    [Fact]
    public void Should_answer_nothing_to_a_request_without_a_reply()
    {
        Builder
            .Handle<CancelOrder>("order.cancel", (_, _, _) => Task.FromResult<RequestError?>(null))
            .Handle<PlaceOrder, OrderPlaced>("order.place", "order.placed", (_, _, _) => Task.FromResult<Reply<OrderPlaced>>(new OrderPlaced("1", At)));
        Ask("""{"type":"order.cancel","data":{"ref":"1","id":"o1"}}""");
        Ask("""{"type":"order.place","data":{"ref":"2","sku":"a1"}}""");
        ExpectAnswer("""{"type":"order.placed","data":{"ref":"2","id":"1","at":"2026-01-01T10:00:00.000Z"}}""");
    }

    [Fact]
    public void Should_answer_an_exception_with_an_internal_error_and_log_it_once()
    {
        Builder.Handle<CancelOrder>("order.cancel", (_, _, _) => throw new InvalidOperationException("The shelf fell."));
        Ask("""{"type":"order.cancel","data":{"ref":"1","id":"o1"}}""");
        ExpectAnswer("""{"type":"error","data":{"ref":"1","code":"internal","message":"The server failed to answer this."}}""");
        Assert.Equal(["9001 The handler of order.cancel failed."], Logger.Lines);
    }

    [Theory]
    [InlineData("label.print", """{"ref":"1","text":""}""")]
    [InlineData("order.weigh", """{"ref":"1","id":"o1"}""")]
    [InlineData("order.ship", """{"ref":"1","id":""}""")]
    [InlineData("order.ship", """{"ref":"1"}""")]
    public void Should_answer_a_request_whose_own_code_throws_with_an_internal_error_and_log_it_once(string type, string data)
    {
        Builder
            .Handle<PrintLabel>("label.print", (_, _, _) => Task.FromResult<RequestError?>(null))
            .Handle<WeighOrder>("order.weigh", (_, _, _) => Task.FromResult<RequestError?>(null))
            .Handle<ShipOrder>("order.ship", (_, _, _) => Task.FromResult<RequestError?>(null));
        Ask($$"""{"type":"{{type}}","data":{{data}}}""");
        ExpectAnswer("""{"type":"error","data":{"ref":"1","code":"internal","message":"The server failed to answer this."}}""");
        Assert.Equal([$"9001 The handler of {type} failed."], Logger.Lines);
    }

    [Fact]
    public void Should_refuse_a_text_that_is_not_unicode()
    {
        Builder.Handle<PrintLabel>("label.print", (_, _, _) => Task.FromResult<RequestError?>(null));
        Ask("""{"type":"label.print","data":{"ref":"1","text":"\ud800"}}""");
        ExpectAnswer("""{"type":"error","data":{"ref":"1","code":"bad-request","message":"A text in \"text\" is not valid Unicode.","field":"text"}}""");
    }

    [Fact]
    public void Should_answer_a_default_reply_with_an_internal_error_and_say_what_to_return()
    {
        Builder.Handle<PlaceOrder, OrderPlaced>("order.place", "order.placed", (_, _, _) => Task.FromResult(default(Reply<OrderPlaced>)));
        Ask("""{"type":"order.place","data":{"ref":"1","sku":"a1"}}""");
        ExpectAnswer("""{"type":"error","data":{"ref":"1","code":"internal","message":"The server failed to answer this."}}""");
        Assert.Equal(["9001 The handler of order.place failed."], Logger.Lines);
        Assert.Equal("The handler returned neither: return a reply of type OrderPlaced, or a RequestError.", Assert.Single(Logger.Causes).Message);
    }

    [Fact]
    public async Task Should_answer_what_waits_also_after_a_restart_of_the_router()
    {
        var (begun, held) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource<RequestError?>(TaskCreationOptions.RunContinuationsAsynchronously));
        Builder.Handle<CancelOrder>("order.cancel", (_, _, _) =>
        {
            begun.TrySetResult();
            return held.Task;
        });
        Ask("""{"type":"order.cancel","data":{"ref":"1","id":"o1"}}""");
        Ask("""{"type":"order.cancel","data":{"ref":"2","id":"o1"}}""");
        await begun.Task.WaitAsync(Patient.Wait);
        ((IInternalActorRef)Router).Restart(new InvalidOperationException("A bug."));
        Ask("""{"type":"order.cancel","data":{"ref":"3","id":"o1"}}""");
        await Router.Ask<ActorIdentity>(new Identify(null), Patient.Wait);
        held.SetResult(new RequestError(ErrorCode.Conflict, "It is on its way."));
        foreach (var @ref in new[] { "1", "2", "3" })
            Assert.Contains($"\"ref\":\"{@ref}\",\"code\":\"conflict\"", Connection.ExpectMsg<EncodedEnvelope>().ToString(), StringComparison.Ordinal);
        Assert.Equal(1, Gauges);
    }

    [Fact]
    public void Should_say_to_try_again_where_the_store_is_away()
    {
        Builder.Handle<CancelOrder>("order.cancel", (_, _, _) => throw new StoreUnavailableException("away"));
        Ask("""{"type":"order.cancel","data":{"ref":"1","id":"o1"}}""");
        Assert.Contains("\"unavailable\"", Connection.ExpectMsg<EncodedEnvelope>().ToString(), StringComparison.Ordinal);
        Assert.Empty(Logger.Lines);
    }

    [Fact]
    public void Should_answer_the_requests_of_a_connection_in_order_and_let_others_pass()
    {
        var first = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Builder.Handle<PlaceOrder, OrderPlaced>("order.place", "order.placed", async (_, order, _) =>
        {
            if (order.Sku == "slow")
                await first.Task;
            return new OrderPlaced(order.Sku, At);
        });
        var other = CreateTestProbe();
        Ask("""{"type":"order.place","data":{"ref":"1","sku":"slow"}}""");
        Ask("""{"type":"order.place","data":{"ref":"2","sku":"fast"}}""");
        Ask("""{"type":"order.place","data":{"ref":"3","sku":"fast"}}""", "s2", other);
        Assert.Contains("\"ref\":\"3\"", other.ExpectMsg<EncodedEnvelope>().ToString(), StringComparison.Ordinal);
        Connection.ExpectNoMsg(TimeSpan.Zero);
        first.SetResult();
        Assert.Contains("\"ref\":\"1\"", Connection.ExpectMsg<EncodedEnvelope>().ToString(), StringComparison.Ordinal);
        Assert.Contains("\"ref\":\"2\"", Connection.ExpectMsg<EncodedEnvelope>().ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Should_refuse_what_is_over_the_limit_of_a_connection()
    {
        var held = new TaskCompletionSource<RequestError?>(TaskCreationOptions.RunContinuationsAsynchronously);
        Builder.Limits.MaxPerConnection = 1;
        Builder.Handle<CancelOrder>("order.cancel", (_, _, _) => held.Task);
        Ask("""{"type":"order.cancel","data":{"ref":"1","id":"o1"}}""");
        Ask("""{"type":"order.cancel","data":{"ref":"2","id":"o1"}}""");
        Assert.Contains("\"ref\":\"2\",\"code\":\"rate-limited\"", Connection.ExpectMsg<EncodedEnvelope>().ToString(), StringComparison.Ordinal);
        held.SetResult(null);
    }

    [Fact]
    public async Task Should_cancel_handlers_when_the_node_stops()
    {
        var cancelled = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        Builder.Handle<CancelOrder>("order.cancel", async (_, _, cancel) =>
        {
            await using var registered = cancel.Register(() => cancelled.SetResult());
            begun.SetResult();
            await Task.Delay(Timeout.Infinite, cancel);
            return null;
        });
        Ask("""{"type":"order.cancel","data":{"ref":"1","id":"o1"}}""");
        await begun.Task.WaitAsync(Patient.Wait);
        StopRunning();
        await cancelled.Task.WaitAsync(Patient.Wait);
    }

    [Fact]
    public void Should_make_a_handler_in_a_scope_of_its_own_for_each_request()
    {
        Services.AddScoped<Shelf>();
        Builder.Handle<PlaceOrder, OrderPlaced, OrderHandler>("order.place", "order.placed");
        Ask("""{"type":"order.place","data":{"ref":"1","sku":"a1"}}""");
        Ask("""{"type":"order.place","data":{"ref":"2","sku":"a1"}}""");
        ExpectAnswer("""{"type":"order.placed","data":{"ref":"1","id":"a1 1","at":"2026-01-01T10:00:00.000Z"}}""");
        ExpectAnswer("""{"type":"order.placed","data":{"ref":"2","id":"a1 1","at":"2026-01-01T10:00:00.000Z"}}""");
    }

    [Theory]
    [InlineData("room-1", """{"type":"poll.opened","data":{"ref":"1","question":"Tea?"}}""")]
    [InlineData("channel-1", """{"type":"error","data":{"ref":"1","code":"forbidden","message":"You are not a member of this channel. Join it first."}}""")]
    [InlineData("room-2", """{"type":"error","data":{"ref":"1","code":"not-found","message":"There is no such room.","field":"room"}}""")]
    [InlineData("room-3", """{"type":"error","data":{"ref":"1","code":"not-found","message":"There is no such room.","field":"room"}}""")]
    public void Should_let_only_members_ask_about_a_room(string room, string answer)
    {
        Rooms.Members[("room-1", "alice")] = "member";
        Rooms.Members[("room-2", "bob")] = "owner";
        Rooms.Members[("channel-1", "bob")] = "owner";
        Builder.Handle<OpenPoll, PollOpened>("poll.open", "poll.opened", (_, poll, _) => Task.FromResult<Reply<PollOpened>>(new PollOpened(poll.Question)));
        Ask($$$"""{"type":"poll.open","data":{"ref":"1","room":"{{{room}}}","question":"Tea?"}}""");
        ExpectAnswer(answer);
    }

    [Fact]
    public void Should_refuse_a_request_about_a_room_that_names_none()
    {
        Builder.Handle<OpenPoll, PollOpened>("poll.open", "poll.opened", (_, poll, _) => Task.FromResult<Reply<PollOpened>>(new PollOpened(poll.Question)));
        Ask("""{"type":"poll.open","data":{"ref":"1","room":null,"question":"Tea?"}}""");
        ExpectAnswer("""{"type":"error","data":{"ref":"1","code":"bad-request","message":"\"room\" is the id of a room.","field":"room"}}""");
    }

    [Fact]
    public void Should_broadcast_what_is_for_everybody_through_the_mediator()
    {
        var envelope = EventJson.Envelope("shop.closed", EventJson.Encode(new PollOpened("Tea?"), Builder.Json, null));
        Router.Tell(new PublishToEverybody(envelope), Connection);
        var publish = Mediator.ExpectMsg<Akka.Cluster.Tools.PublishSubscribe.Publish>();
        Assert.Equal((TopicNames.Everybody, (object)envelope), (publish.Topic, publish.Message));
    }

    private sealed class Shelf
    {
        public int Taken { get; set; }
    }

    private sealed class OrderHandler(Shelf shelf) : IRequestHandler<PlaceOrder, OrderPlaced>
    {
        public Task<Reply<OrderPlaced>> HandleAsync(Caller caller, PlaceOrder request, CancellationToken cancel) =>
            Task.FromResult<Reply<OrderPlaced>>(new OrderPlaced($"{request.Sku} {++shelf.Taken}", At));
    }
}
