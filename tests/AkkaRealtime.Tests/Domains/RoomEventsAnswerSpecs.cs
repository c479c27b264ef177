using System.Text;
using Akka.TestKit;
using AkkaRealtime.Domains;
using AkkaRealtime.Domains.Publishing;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Domains;

/// <summary>What becomes of what a room's owner answers, or doesn't.</summary>
public sealed class RoomEventsAnswerSpecs : VirtualTimeSpec
{
    private static readonly RoomId Room = new("r1");
    private static readonly UserId Alice = new("alice");
    private readonly TestProbe _rooms;

    public RoomEventsAnswerSpecs(ITestOutputHelper output)
        : base(output) => _rooms = CreateTestProbe("rooms");

    [Fact]
    public async Task Should_say_that_nobody_knows_where_the_owner_does_not_answer()
    {
        var appended = await Events(TimeSpan.FromMilliseconds(50)).AppendAsync(Room, Alice, "note.made", new Note("x"));
        Assert.Equal((ErrorCode.Unavailable, true), (appended.Error!.Code, appended.Error.RetryAfterMs > 0));
    }

    [Fact]
    public async Task Should_ask_as_the_options_say_and_pass_the_refusal_on()
    {
        var appending = Events(null).AppendAsync(Room, Alice, "note.made", new Note("x"), new() { CountsAsUnread = true, Key = "k1", MembersOnly = false });

        var asked = await _rooms.ExpectMsgAsync<AppendDomainEvent>();
        Assert.Equal((Room, Alice, "note.made", "k1", true, false), (asked.Room, asked.By, asked.Type, asked.Key, asked.Unread, asked.MembersOnly));
        Assert.Equal("""{"text":"x"}""", asked.Data.ToString());
        _rooms.Reply(new DomainEventAppended(RequestError.Bad("room", "No.")));
        Assert.Equal("No.", (await appending).Error!.Message);
    }

    [Fact]
    public async Task Should_answer_a_repetition_with_what_was_said_first()
    {
        var appending = Events(null).AppendAsync(Room, Alice, "note.made", new Note("x"));
        await _rooms.ExpectMsgAsync<AppendDomainEvent>();
        _rooms.Reply(new DomainEventAppended(null, 7, DateTimeOffset.UnixEpoch, new EncodedJson(Encoding.UTF8.GetBytes("""{"text":"first"}""")), Duplicate: true));
        Assert.Equal(new LoggedEvent<Note>(7, DateTimeOffset.UnixEpoch, new Note("first"), true), (await appending).Value);
    }

    [Fact]
    public async Task Should_say_where_what_was_said_first_is_erased()
    {
        var appending = Events(null).AppendAsync(Room, Alice, "note.made", new Note("x"));
        await _rooms.ExpectMsgAsync<AppendDomainEvent>();
        _rooms.Reply(new DomainEventAppended(null, 7, DateTimeOffset.UnixEpoch, null, Duplicate: true));
        Assert.Equal((ErrorCode.NotFound, "key"), ((await appending).Error!.Code, (await appending).Error!.Field));
    }

    private RoomEvents Events(TimeSpan? patience) => new(() => _rooms, EventJson.Defaults(), patience);

    private sealed record Note(string Text);
}
