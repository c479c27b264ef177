using System.Text;
using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Tests.Storage;

/// <summary>Events of the host's own as bytes.</summary>
public sealed class DomainEventTests
{
    private const string Wire =
        """{"type":"poll.opened","data":{"room":"r1","seq":7,"at":"2026-11-23T12:00:00.000Z","by":"alice","unread":true,"poll":"p1","question":"Grüße?"}}""";

    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Encode_PutsTheLogsMembersBeforeTheData() =>
        Assert.Equal(Wire, Event("""{"poll":"p1","question":"Grüße?"}""").Encode().ToString());

    [Theory]
    [InlineData("{}")]
    [InlineData("{ }")]
    public void Encode_WithoutData_IsStillAnEnvelope(string data)
    {
        var encoded = (Event(data) with { CountsAsUnread = false }).Encode().ToString();
        Assert.Equal("""{"type":"poll.opened","data":{"room":"r1","seq":7,"at":"2026-11-23T12:00:00.000Z","by":"alice"}}""", encoded);
    }

    [Fact]
    public void ReadStored_WhatWasEncoded_IsTheSameWithTheKeyOfWhoAsks()
    {
        var read = (DomainEvent)(Event("{}") with { Key = "k1" }).ReadStored(Encoding.UTF8.GetBytes(Wire));

        Assert.Equal((new RoomId("r1"), 7L, Noon, new UserId("alice"), true, "k1"), (read.Room, read.Seq, read.At, read.By, read.CountsAsUnread, read.Key));
        Assert.Equal("""{"poll":"p1","question":"Grüße?"}""", Encoding.UTF8.GetString(read.Data.Span));
        Assert.Equal(Wire, read.Encode().ToString());
    }

    [Fact]
    public void Decode_AnErasedOne_SaysSo()
    {
        var erased = Event("""{"poll":"p1"}""").Emptied();

        Assert.Equal(
            """{"type":"poll.opened","data":{"room":"r1","seq":7,"at":"2026-11-23T12:00:00.000Z","by":"alice","unread":true,"deleted":true}}""",
            erased.Encode().ToString());
        Assert.True(DomainEventJson.Decode(erased.Encode().Utf8).Deleted);
    }

    [Theory]
    [InlineData("""{"type":"poll.opened"}""")]
    [InlineData("""{"type":"poll.opened","data":{"room":"r1","seq":"x","at":"2026-11-23T12:00:00.000Z","by":"alice"}}""")]
    [InlineData("""{"type":"poll.opened","data":{"room":"r1","seq":1,"at":"noon","by":"alice"}}""")]
    public void Decode_WhatIsNoEventOfALog_Throws(string stored) =>
        Assert.Throws<JsonException>(() => DomainEventJson.Decode(Encoding.UTF8.GetBytes(stored)));

    [Theory]
    [InlineData("""{"poll":{"room":"nested is fine"},"question":"?"}""", null)]
    [InlineData("{}", null)]
    [InlineData("""{"poll":1,"room":"r2"}""", "room")]
    [InlineData("""{"seq":1}""", "seq")]
    [InlineData("""{"at":1}""", "at")]
    [InlineData("""{"by":1}""", "by")]
    [InlineData("""{"ref":"1"}""", "ref")]
    [InlineData("""{"unread":1}""", "unread")]
    [InlineData("""{"list":[{"by":1}],"deleted":1}""", "deleted")]
    public void ReservedMember_FindsWhatOnlyTheLogMaySet(string data, string? expected) =>
        Assert.Equal(expected, DomainEventJson.ReservedMember(Encoding.UTF8.GetBytes(data)));

    private static DomainEvent Event(string data) =>
        new("poll.opened", Encoding.UTF8.GetBytes(data)) { Room = new RoomId("r1"), Seq = 7, At = Noon, By = new UserId("alice"), CountsAsUnread = true };
}
