using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>people.block</c>: nothing of somebody reaches the user any more, on any device.</summary>
internal sealed class BlockQuery(ChatSources sources) : IChatQuery<PeopleBlockRequest>
{
    private static readonly RequestError TooMany = new(ErrorCode.Conflict, $"You have blocked {Block.Most:N0} people, the most that are allowed. Unblock somebody first.");

    private readonly BlockChange _change = new(sources);

    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, PeopleBlockRequest request, CancellationToken cancel)
    {
        var user = request.User!.Value;
        if (user == caller.User)
            return [EnvelopeWriter.Error(RequestError.Bad("user", "You can't block yourself."), @ref)];
        return await sources.Blocks.CountAsync(caller.User, cancel).ConfigureAwait(false) >= Block.Most
            ? [EnvelopeWriter.Error(TooMany, @ref)]
            : await _change.SaveAsync(caller, @ref, user, true, cancel).ConfigureAwait(false);
    }
}

/// <summary><c>people.unblock</c>.</summary>
internal sealed class UnblockQuery(ChatSources sources) : IChatQuery<PeopleUnblockRequest>
{
    private readonly BlockChange _change = new(sources);

    /// <inheritdoc/>
    public Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, PeopleUnblockRequest request, CancellationToken cancel) =>
        _change.SaveAsync(caller, @ref, request.User!.Value, false, cancel);
}

/// <summary><c>people.blocks</c>: a page of whom the user has blocked.</summary>
internal sealed class BlocksQuery(IBlockStore blocks, IUserStore users) : IChatQuery<PeopleBlocksRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, PeopleBlocksRequest request, CancellationToken cancel)
    {
        var limit = request.Limit ?? ReadAccess.DefaultPage;
        var found = await blocks.ByAsync(caller.User, request.After, limit + 1, cancel).ConfigureAwait(false);
        var people = new List<BlockedPerson>();
        foreach (var block in found.Take(limit))
        {
            var name = (await users.LoadUserAsync(block.User, cancel).ConfigureAwait(false))?.Name;
            people.Add(new BlockedPerson(block.User, string.IsNullOrEmpty(name) ? block.User.Value : name, block.At));
        }

        return [EnvelopeWriter.Write("people.blocks", new PeopleBlocks(people, found.Count > limit), ChatJson.Default.PeopleBlocks, @ref)];
    }
}

/// <summary>
/// Saves a block or its end, and has everybody who goes by it look: the user's other connections, the nodes' status routers, and the owner of the direct room of the two, who answers
/// the request, so that what is written behind the answer is decided by it.
/// </summary>
internal sealed class BlockChange(ChatSources sources)
{
    private readonly JournalPromise _journal = new(sources.Journal);

    /// <summary>What is to be told, and to whom.</summary>
    public async Task<IReadOnlyList<object>> SaveAsync(Caller caller, string? @ref, UserId user, bool on, CancellationToken cancel)
    {
        var block = new Block(caller.User, user, sources.Time.GetUtcNow());
        await _journal.SaveAsync(owner => new SaveBlock(owner, block, on), cancel).ConfigureAwait(false);

        // Two devices may have changed it at the same time: what stands is what they are told.
        var stands = (await sources.Blocks.BetweenAsync(user, [caller.User], cancel).ConfigureAwait(false)).Any(b => b.By == caller.User);
        var room = await sources.Chat.FindDirectAsync(caller.User, user, cancel).ConfigureAwait(false);
        var answer = Envelope(user, stands, @ref);
        return
        [
            new TellUser(caller.User, Envelope(user, stands, null), ExceptSession: caller.Session),
            new BlockChanged(caller.User, user),
            room is { } direct ? new BlocksChanged(direct, @ref, answer) : answer,
        ];
    }

    private static EncodedEnvelope Envelope(UserId user, bool on, string? @ref) =>
        EnvelopeWriter.Write("people.blocked", new PeopleBlocked(user, on), ChatJson.Default.PeopleBlocked, @ref);
}
