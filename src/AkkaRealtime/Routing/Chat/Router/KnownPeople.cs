using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;

namespace AkkaRealtime.Routing.Chat.Router;

/// <summary>Where the operator wants so, only who has ever signed in may be named when rooms are made or opened to others.</summary>
internal sealed class KnownPeople(IUserStore users, PeopleOptions options)
{
    private const int MostNamed = 5;

    /// <summary>Whether a request names users who have to be looked up before it goes on.</summary>
    public bool HasToCheck(IChatRequest request) => !options.InviteUnknown && NamedBy(request).Users is { Count: > 0 };

    /// <summary>Why a request can't go on: it names somebody who has never signed in. Null where all of them have.</summary>
    public Task<RequestError?> CheckAsync(IChatRequest request, CancellationToken cancel)
    {
        var (field, named) = NamedBy(request);
        return HasToCheck(request) ? CheckAsync(field, named!, cancel) : Task.FromResult<RequestError?>(null);
    }

    /// <summary>The same, for one user.</summary>
    public Task<RequestError?> CheckAsync(UserId user, CancellationToken cancel) =>
        options.InviteUnknown ? Task.FromResult<RequestError?>(null) : CheckAsync("user", [user], cancel);

    private async Task<RequestError?> CheckAsync(string field, IReadOnlyList<UserId> named, CancellationToken cancel)
    {
        var known = await users.KnownAsync([.. named.Distinct()], cancel).ConfigureAwait(false);
        var unknown = named.Distinct().Where(user => !known.Contains(user)).ToList();
        if (unknown.Count == 0)
            return null;
        var names = string.Join(", ", unknown.Take(MostNamed).Select(user => $"\"{user.Value}\""));
        var more = unknown.Count > MostNamed ? $" and {unknown.Count - MostNamed} more" : "";
        return new RequestError(ErrorCode.NotFound, $"Nobody has ever signed in as {names}{more}.", field);
    }

    /// <summary>Whom a request names, and in which member.</summary>
    public static (string Field, IReadOnlyList<UserId>? Users) NamedBy(IChatRequest request) => request switch
    {
        ChatCreateRequest create => ("members", create.Members),
        ChatInviteRequest invite => ("users", invite.Users),
        _ => ("user", null),
    };
}
