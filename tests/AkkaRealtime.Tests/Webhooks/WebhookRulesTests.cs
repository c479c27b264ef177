using System.Net;
using System.Text;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Outbound;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Storage;
using AkkaRealtime.Webhooks;
using AkkaRealtime.Webhooks.Delivery;

namespace AkkaRealtime.Tests.Webhooks;

/// <summary>The pure parts: which events go where, what they look like, and when they are tried again.</summary>
public sealed class WebhookRulesTests
{
    private static readonly DateTimeOffset Noon = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("127.0.0.1", false)]
    [InlineData("10.1.2.3", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("172.32.0.1", true)]
    [InlineData("192.168.0.1", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("100.64.0.1", false)]
    [InlineData("0.0.0.0", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::1", false)]
    [InlineData("::", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fd00::1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2606:4700::1111", true)]
    public void Address_IsPublic(string address, bool isPublic) => Assert.Equal(isPublic, PublicAddresses.IsPublic(IPAddress.Parse(address)));

    [Theory]
    [InlineData("chat.message", "chat.message", true)]
    [InlineData("chat.message", "chat.messages", false)]
    [InlineData("chat.*", "chat.edited", true)]
    [InlineData("chat.*", "chats.edited", false)]
    [InlineData("*", "poll.opened", true)]
    public void Webhook_WantsTypes(string wanted, string type, bool wants) => Assert.Equal(wants, new Webhook("w", "", Noon) { Types = [wanted] }.Wants(type));

    [Fact]
    public void Webhook_ThatNamesRooms_IsNotToldWhoComesAndGoes()
    {
        var all = new Webhook("w", "", Noon) { Types = ["user.online"] };
        Assert.True(all.FollowsUsers);
        Assert.False((all with { Rooms = [new RoomId("r")] }).FollowsUsers);
        Assert.False((all with { Types = ["chat.*"] }).FollowsUsers);
    }

    [Fact]
    public void Report_AsItIsSent_SaysWhatTheQueueSays_AndNothingOfTheMessage()
    {
        var report = new Report("r1", new RoomId("room"), new MessageId("m1"), new UserId("mallory"), new UserId("alice"), Noon, "rude");

        Assert.Equal(
            """{"type":"chat.reported","timestamp":"2026-11-23T12:00:00.000Z","data":{"report":"r1","room":"room","message":"m1","author":"mallory","by":"alice","at":"2026-11-23T12:00:00.000Z","reason":"rude"}}""",
            Encoding.UTF8.GetString(WebhookEvent.Of(new NumberedReport(3, report)).Body().Span));
        Assert.Equal("report_3", WebhookEvent.Of(new NumberedReport(3, report with { Reason = null })).Id);
    }

    [Fact]
    public void Webhook_ThatNamesRooms_IsToldOfTheirReports()
    {
        var all = new Webhook("w", "", Noon) { Types = ["chat.*"] };
        Assert.True(all.FollowsReports);
        Assert.True((all with { Rooms = [new RoomId("r")] }).FollowsReports);
        Assert.False((all with { Types = ["chat.message"] }).FollowsReports);
    }

    [Fact]
    public void Retry_ComesLaterEachTime_AndNotSoonerThanTheReceiverAsks()
    {
        var delays = Enumerable.Range(1, 20).Select(attempt => RetrySchedule.After(attempt, null, 0.5)).ToList();
        Assert.Equal(TimeSpan.FromSeconds(1), delays[0]);
        Assert.Equal(TimeSpan.FromHours(6), delays[^1]);
        Assert.Equal(delays.Order(), delays);
        Assert.Equal(TimeSpan.FromMinutes(5), RetrySchedule.After(1, TimeSpan.FromMinutes(5), 0.5));
        Assert.Equal(TimeSpan.FromHours(1), RetrySchedule.After(1, TimeSpan.FromDays(5), 0.5));
        Assert.Equal(TimeSpan.FromHours(6), RetrySchedule.After(20, TimeSpan.FromMinutes(5), 0.5));
        Assert.NotEqual(RetrySchedule.After(5, null, 0), RetrySchedule.After(5, null, 1));
    }

    [Fact]
    public void Event_OfARoom_IsTheLogsOwnData_UnderAnIdOfItsPlace()
    {
        var message = new ChatMessage(new MessageId("m1"), "k1", "grüße \"quoted\"") { Room = new RoomId("r1"), Seq = 3, At = Noon, By = new UserId("alice") };
        var stored = message.Encode();

        var e = WebhookEvent.Of(new RoomId("r1"), new StoredEvent(3, stored));

        Assert.Equal((3, "r1_3", "chat.message", Noon), (e.Position, e.Id, e.Type, e.At));
        Assert.Equal($$"""{"type":"chat.message","timestamp":"2026-11-23T12:00:00.000Z","data":{{Encoding.UTF8.GetString(e.Data.Span)}}}""", Encoding.UTF8.GetString(e.Body().Span));
        Assert.Contains(Encoding.UTF8.GetString(e.Data.Span), stored.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Event_ThatRecordsACall_IsCallEnded()
    {
        var call = new ChatCall(new CallId("c1"), "completed", 5_000, "audio") { Room = new RoomId("r1"), Seq = 4, At = Noon, By = new UserId("alice") };
        Assert.Equal("call.ended", WebhookEvent.Of(new RoomId("r1"), new StoredEvent(4, call.Encode())).Type);
    }

    [Fact]
    public void Event_OfAUser_SaysWhoAndWhen() => Assert.Equal(
        """{"type":"user.online","timestamp":"2026-11-23T12:00:00.000Z","data":{"user":"alice","at":"2026-11-23T12:00:00.000Z"}}""",
        Encoding.UTF8.GetString(WebhookEvent.Of(new UserEvent(5, new UserId("alice"), UserEvent.Online, Noon)).Body().Span));
}
