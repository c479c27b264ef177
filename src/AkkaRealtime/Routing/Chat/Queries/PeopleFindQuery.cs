using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>people.find</c>: who has ever signed in, by a part of their name or id, as far as the operator lets them be found.</summary>
internal sealed class PeopleFindQuery(IChatStore store, IUserStore users, PeopleOptions options) : IChatQuery<PeopleFindRequest>
{
    /// <summary>The most candidates that are asked about shared rooms in one request; the next one goes on behind them.</summary>
    public const int MaxCandidates = 1_000;

    /// <summary>The most users that are looked at in one request, whatever is looked for and however many there are.</summary>
    public const int MaxRows = 10_000;

    private const int Step = 200;

    private static readonly RequestError NotHere = new(ErrorCode.Forbidden, "This server has no directory of people.");

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, PeopleFindRequest request, CancellationToken cancel)
    {
        if (options.Findable == PeopleOptions.Nobody)
            return [EnvelopeWriter.Error(NotHere, @ref)];
        var found = await FindAsync(caller.User, request.Query!.Trim(), request.After, request.Limit ?? ReadAccess.DefaultPage, cancel).ConfigureAwait(false);
        return [EnvelopeWriter.Write("people.found", found, ChatJson.Default.PeopleFound, @ref)];
    }

    private async Task<PeopleFound> FindAsync(UserId me, string query, UserId? after, int limit, CancellationToken cancel)
    {
        var people = new List<Person>();
        var rows = MaxRows;
        for (var candidates = 0; candidates < MaxCandidates && rows > 0; candidates += Step)
        {
            var found = await users.FindUsersAsync(query, after, Step, rows, cancel).ConfigureAwait(false);
            rows -= found.Looked;
            var visible = await VisibleAsync(me, found.Users, cancel).ConfigureAwait(false);
            foreach (var candidate in found.Users)
            {
                // An erased user has no name; nobody looks for themselves.
                if (candidate.User != me && candidate.Name.Length > 0 && visible?.Contains(candidate.User) != false)
                {
                    if (people.Count == limit)
                        return new PeopleFound(people, true, after);
                    people.Add(new Person(candidate.User, candidate.Name));
                }

                after = candidate.User;
            }

            if (found.Next is not { } next)
                return new PeopleFound(people, false);
            after = next;
        }

        return new PeopleFound(people, true, after);
    }

    // null: everybody is.
    private async Task<IReadOnlySet<UserId>?> VisibleAsync(UserId me, IReadOnlyList<StoredUser> candidates, CancellationToken cancel) =>
        options.Findable == PeopleOptions.Everybody ? null : await store.SharingRoomAsync(me, [.. candidates.Select(c => c.User)], cancel).ConfigureAwait(false);
}
