using System.Text.Json;
using AkkaRealtime.Routing.Calls.Wire;
using AkkaRealtime.Tests.Topics;

namespace AkkaRealtime.Tests.Routing.Calls.Wire;

public sealed class CallEventTests
{
    private static readonly IReadOnlyList<Type> Kinds =
        [.. typeof(CallEvent).Assembly.GetTypes().Where(t => t.IsSubclassOf(typeof(CallEvent)) && !t.IsAbstract)];

    [Fact]
    public void Encode_AnyEvent_NamesItsTypeInTheEnvelopeOnly()
    {
        Assert.Contains(typeof(CallEnded), Kinds);
        Assert.All(Kinds.SelectMany(Sample.All).Cast<CallEvent>(), e =>
        {
            var envelope = JsonDocument.Parse(CallEnvelopes.Encode(e).Utf8).RootElement;
            Assert.Equal(e.Type, envelope.GetProperty("type").GetString());
            Assert.False(envelope.GetProperty("data").TryGetProperty("type", out _));
            Assert.Equal(e.CallId.Value, envelope.GetProperty("data").GetProperty("callId").GetString());
        });
    }
}
