using Akka.TestKit;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Store.Pictures;
using AkkaRealtime.Storage;
using AkkaRealtime.Tests.Storage;
using AkkaRealtime.Topics;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit.Abstractions;

namespace AkkaRealtime.Tests.Routing.Users.Pictures;

/// <summary>Who is told of a picture.</summary>
public sealed class PictureServiceSpecs : VirtualTimeSpec
{
    private const string Claimed = "https://id.example/alice.png";
    private static readonly UserId Alice = new("alice");
    private static readonly Picture Portrait = new("0f", "image/png", new byte[] { 1, 2 }, DateTimeOffset.UnixEpoch);
    private readonly SpecStore _store = new();
    private readonly TestProbe _router;
    private readonly TestProbe _users;
    private readonly PictureService _pictures;

    public PictureServiceSpecs(ITestOutputHelper output)
        : base(output)
    {
        (_router, _users) = (CreateTestProbe("router"), CreateTestProbe("users"));
        var options = new PictureOptions { Origins = { "https://id.example" } };
        _pictures = new PictureService(_store.Pictures, new JournalPromise(_store), _store.Chat, options, () => _router, () => _users, NullLogger<PictureService>.Instance);
    }

    [Fact]
    public async Task Should_tell_those_who_share_a_room_where_the_new_picture_is_and_that_it_is_gone()
    {
        _store.Meet([Alice, new UserId("bob")]);
        Assert.Equal("/api/v1/people/alice/pictures/0f", await _pictures.SetAsync(Alice, Portrait, default));
        Assert.Equal("/api/v1/people/alice/pictures/0f", await ToldAsync());

        Assert.Null(await _pictures.SetAsync(Alice, null, default));
        Assert.Null(await ToldAsync());
        await _users.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_tell_ones_own_devices_alone_where_one_is_in_no_room()
    {
        await _pictures.SetAsync(Alice, Portrait, default);
        Assert.Equal(Alice, (await _users.ExpectMsgAsync<TellUser>()).User);
        await _router.ExpectNoMsgAsync(TimeSpan.Zero);
    }

    [Fact]
    public async Task Should_tell_of_a_tokens_picture_once_and_again_when_it_is_gone()
    {
        _store.Meet([Alice]);
        await _pictures.ClaimAsync(Alice, Claimed);
        Assert.Equal(Claimed, await ToldAsync());
        await _pictures.ClaimAsync(Alice, Claimed);
        await _router.ExpectNoMsgAsync(TimeSpan.Zero);
        await _pictures.ClaimAsync(Alice, null);
        Assert.Null(await ToldAsync());
    }

    [Fact]
    public async Task Should_show_the_tokens_picture_behind_the_users_own_and_again_without_it()
    {
        _store.Meet([Alice]);
        await _pictures.SetAsync(Alice, Portrait, default);
        await ToldAsync();
        await _pictures.ClaimAsync(Alice, Claimed);
        await _router.ExpectNoMsgAsync(TimeSpan.Zero);
        Assert.Equal("/api/v1/people/alice/pictures/0f", await _pictures.FindAsync(Alice, default));
        Assert.Equal(Claimed, await _pictures.SetAsync(Alice, null, default));
    }

    [Fact]
    public async Task Should_keep_nothing_of_a_token_that_names_another_origin_or_where_there_are_none()
    {
        _pictures.Claim(Alice, "https://evil.example/alice.png");
        new PictureService(_store.Pictures, new JournalPromise(_store), _store.Chat, new PictureOptions(), () => _router, () => _users, NullLogger<PictureService>.Instance).Claim(Alice, Claimed);
        Assert.Empty(await _store.Pictures.FindAsync([Alice], default));
    }

    [Fact]
    public async Task Should_go_on_where_a_tokens_picture_cant_be_stored()
    {
        _store.Failing = true;
        await _pictures.ClaimAsync(Alice, Claimed);
        _store.Failing = false;
        await _pictures.ClaimAsync(Alice, Claimed);
        Assert.Equal(Claimed, await _pictures.FindAsync(Alice, default));
    }

    private async Task<string?> ToldAsync()
    {
        var told = await _router.ExpectMsgAsync<Announcement>();
        using var json = System.Text.Json.JsonDocument.Parse(told.Envelope.Utf8);
        Assert.Equal("people.pictured", json.RootElement.GetProperty("type").GetString());
        return json.RootElement.GetProperty("data").TryGetProperty("picture", out var picture) ? picture.GetString() : null;
    }
}
