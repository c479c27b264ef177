using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Wire;

namespace AkkaRealtime.Tests.Routing.Calls.Wire;

public sealed class CallEventTests
{
    [Fact]
    public void Encode_AnyEvent_NamesItsTypeInTheEnvelopeOnly() => Assert.All(
        new CallEvent[]
        {
            new CallRinging(CallData.Id, new UserId("bob")),
            new CallAnsweredElsewhere(CallData.Id, "bob/phone"),
            new CallParticipantLeft(CallData.Id, "bob/phone", "left"),
            new CallDeclined(CallData.Id, new UserId("bob"), null),
            new CallBusy(CallData.Id, new UserId("bob")),
            new CallEnded(CallData.Id, "hangup", 1_000),
        },
        e =>
        {
            var envelope = JsonDocument.Parse(CallEnvelopes.Encode(e).Utf8).RootElement;
            Assert.Equal(e.Type, envelope.GetProperty("type").GetString());
            Assert.False(envelope.GetProperty("data").TryGetProperty("type", out _));
            Assert.Equal(CallData.Id.Value, envelope.GetProperty("data").GetProperty("callId").GetString());
        });
}
