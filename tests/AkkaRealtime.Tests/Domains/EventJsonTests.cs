using System.Text;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Publishing;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Tests.Domains;

public sealed class EventJsonTests
{
    [Theory]
    [InlineData("""{}""", null)]
    [InlineData("""{"id":"o1","Ref":"r1"}""", null)]
    [InlineData("""{"room":"r1","seq":1,"at":"now"}""", null)]
    [InlineData("""{"inner":{"ref":"r1","room":"r1","seq":1,"at":"now","by":"alice"},"list":[{"ref":"r1"}]}""", null)]
    [InlineData("""[]""", "data")]
    [InlineData("\"text\"", "data")]
    [InlineData("""{"id":"o1","ref":"r1"}""", "data.ref")]
    [InlineData("""{"id":"o1","\u0072ef":null}""", "data.ref")]
    [InlineData("""{"by":"alice","question":"Tea?","at":"now","seq":{"n":[1]},"room":"r1"}""", "data")]
    public void Fault_Data_IsWhatClientsWouldTakeForSomethingElse(string json, string? field) =>
        Assert.Equal(field, EventJson.Fault(new EncodedJson(Encoding.UTF8.GetBytes(json)))?.Field);

    [Fact]
    public void Fault_TooLarge_SaysHowLargeItMayBe()
    {
        var fault = EventJson.Fault(new EncodedJson(Encoding.UTF8.GetBytes($$"""{"text":"{{new string('x', IRealtimePublisher.MaxDataBytes)}}"}""")));
        Assert.Equal((ErrorCode.TooLarge, "data"), (fault!.Code, fault.Field));
        Assert.Contains("262144", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Encode_DataThatCanNotBeAnEvents_NamesTheTypeAndWhatToChange()
    {
        var fault = Assert.Throws<ArgumentException>(() => EventJson.Encode(new Shipped("r1"), EventJson.Defaults(), null));
        Assert.StartsWith("Shipped can't be the data of an event. The data has a member \"ref\"", fault.Message, StringComparison.Ordinal);
    }

    private sealed record Shipped(string Ref);
}
