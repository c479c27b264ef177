using System.Text;
using Akka.Actor;
using Akka.TestKit.Xunit2;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Execution;

namespace AkkaRealtime.Tests.Routing.Execution;

public sealed class RouterActorSpecs() : TestKit(Patient.Config)
{
    private static readonly Caller Alice = new(new UserId("alice"), "Alice", new DeviceId("laptop"), new SessionId("s1"));

    [Fact]
    public void Should_answer_a_request_that_fails_in_it_and_forget_nothing()
    {
        var router = Sys.ActorOf(Producer.Of(() => new Counting()));
        foreach (var fails in new[] { false, true, false })
            router.Tell(new ClientRequest(Alice, "r", new Step(fails)), TestActor);

        ExpectMsg(1);
        Assert.Equal(
            """{"type":"error","data":{"ref":"r","code":"internal","message":"The server failed to answer this."}}""",
            Encoding.UTF8.GetString(ExpectMsg<EncodedEnvelope>().Utf8.Span));
        ExpectMsg(2);
    }

    private sealed record Step(bool Fails) : IRequest
    {
        public RequestError? Validate() => null;
    }

    private sealed class Counting : RouterActor
    {
        private int _count;

        protected override void Handle(object message)
        {
            if (message is ClientRequest { Body: Step { Fails: true } })
                throw new InvalidOperationException("A bug.");
            Sender.Tell(++_count);
        }
    }
}
