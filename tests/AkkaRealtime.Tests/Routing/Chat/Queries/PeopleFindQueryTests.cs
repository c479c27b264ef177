using System.Text.Json;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Tests.Storage;
using static AkkaRealtime.Tests.Routing.Chat.Rooms;

namespace AkkaRealtime.Tests.Routing.Chat.Queries;

/// <summary>Who is found, and by whom. How names are compared, the conformance of stores says.</summary>
public sealed class PeopleFindQueryTests
{
    private readonly SpecStore _store = new();
    private readonly PeopleOptions _options = new();

    [Fact]
    public async Task SharedRoom_FindsThoseWithWhomOneSharesARoom_AndNotOneself()
    {
        _store.OpenRoom("group", [Alice, Bob]);
        _store.SignedIn(Alice, Bob, Carol);

        Assert.Equal("bob", await FindAsync("b"));
        Assert.Equal("", await FindAsync("carol"));
        Assert.Equal("", await FindAsync("alice"));
    }

    [Fact]
    public async Task Everybody_FindsWhoeverSignedIn_PageByPage()
    {
        _options.Findable = PeopleOptions.Everybody;
        _store.SignedIn(Alice);
        _store.SignedIn([.. Enumerable.Range(0, 250).Select(i => new UserId($"user-{i:d3}"))]);

        Assert.Equal("user-007", await FindAsync("7", limit: 1, after: "user-006"));
        Assert.Equal("", await FindAsync("nobody"));
        var (first, more) = await PageAsync("USER", null, 200);
        Assert.Equal((200, "user-199"), (first.Count, more));
        (first, more) = await PageAsync("USER", more, 200);
        Assert.Equal((50, null), (first.Count, more));
    }

    [Fact]
    public async Task Nobody_IsForbidden()
    {
        _options.Findable = PeopleOptions.Nobody;
        var answer = Assert.IsType<EncodedEnvelope>(Assert.Single(await AskAsync(new PeopleFindRequest("bob"))));
        Assert.Contains("\"forbidden\"", answer.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task ManyCandidatesWithoutARoom_AreLookedAtStepByStep()
    {
        _store.SignedIn([.. Enumerable.Range(0, PeopleFindQuery.MaxCandidates + 10).Select(i => new UserId($"user-{i:d5}")), Zoe]);
        _store.OpenRoom("group", [Alice, Zoe]);

        var (none, next) = await PageAsync("e", null, 50);
        Assert.Equal((0, "user-00999"), (none.Count, next));
        Assert.Equal(["zoe"], (await PageAsync("e", next, 50)).People);
    }

    [Fact]
    public async Task ManyUsersWhoAreNotMeant_AreLookedAtStepByStep()
    {
        _options.Findable = PeopleOptions.Everybody;
        _store.SignedIn([.. Enumerable.Range(0, PeopleFindQuery.MaxRows + 10).Select(i => new UserId($"user-{i:d5}")), Zoe]);

        var (none, next) = await PageAsync("zoe", null, 50);
        Assert.Equal((0, $"user-{PeopleFindQuery.MaxRows - 1:d5}"), (none.Count, next));
        Assert.Equal(["zoe"], (await PageAsync("zoe", next, 50)).People);
    }

    [Theory]
    [InlineData(null)]
    [InlineData(" ")]
    public void Validate_WithoutAQuery_NamesIt(string? query) => Assert.Equal("query", new PeopleFindRequest(query).Validate()?.Field);

    private static UserId Zoe { get; } = new("zoe");

    private async Task<string> FindAsync(string query, int limit = 50, string? after = null) => string.Join(' ', (await PageAsync(query, after, limit)).People);

    private async Task<(IReadOnlyList<string> People, string? Next)> PageAsync(string query, string? after, int limit)
    {
        var answer = (EncodedEnvelope)Assert.Single(await AskAsync(new PeopleFindRequest(query, after is null ? null : new UserId(after), limit)));
        var data = JsonDocument.Parse(answer.Utf8).RootElement.GetProperty("data");
        var next = data.TryGetProperty("next", out var n) ? n.GetString() : null;
        Assert.Equal(data.GetProperty("more").GetBoolean(), next is not null);
        return ([.. data.GetProperty("people").EnumerateArray().Select(p => p.GetProperty("user").GetString()!)], next);
    }

    private Task<IReadOnlyList<object>> AskAsync(PeopleFindRequest request) =>
        new PeopleFindQuery(_store.Chat, _store.Users, _options).AnswerAsync(Caller(Alice), null, request, CancellationToken.None);
}
