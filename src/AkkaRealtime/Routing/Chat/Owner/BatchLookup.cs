using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Storage.Files;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>What the rules need to know of the store before a batch can be decided. It is asked while nothing is being appended, so it stays true.</summary>
internal sealed class BatchLookup
{
    private readonly HashSet<MessageId> _messages = [];
    private readonly HashSet<CallId> _recorded = [];
    private readonly HashSet<CallId> _calls = [];
    private readonly List<(UserId By, ChatSendRequest Message)> _withFiles = [];
    private readonly List<RoomRequest> _forwards = [];
    private readonly HashSet<UserId> _entering = [];
    private readonly Dictionary<UserId, HashSet<UserId>> _invited = [];

    /// <summary>Collects the messages and files that <paramref name="commands"/> name, and the calls that <paramref name="calls"/> doesn't know about.</summary>
    public BatchLookup(IReadOnlyList<Waiting> commands, RecordedCalls calls)
    {
        foreach (var (_, command, _) in commands)
        {
            if (command is RecordCall { Call: var call })
                Add(call, calls);
            if (command is RoomRequest { Body: ChatSendRequest { Forward: not null } } forward)
                _forwards.Add(forward);
            if (command is RoomRequest entering)
                _entering.UnionWith(Entering(entering));
            if (command is RoomRequest { Body: ChatInviteRequest { Users: { } invited }, Caller.User: var by })
            {
                if (!_invited.TryGetValue(by, out var users))
                    _invited[by] = users = [];
                users.UnionWith(invited);
            }

            if (command is RecordPreviews { Id: var previewed })
                _messages.Add(previewed);
            var (sender, body) = command.Request();
            switch (body)
            {
                case IMessageRequest { Id: { } id }:
                    _messages.Add(id);
                    break;
                case ChatSendRequest send:
                    if (send.ReplyTo is { } replyTo)
                        _messages.Add(replyTo);
                    if (send.Thread is { } thread)
                        _messages.Add(thread);
                    if (send.Attachments is { Count: > 0 })
                        _withFiles.Add((sender, send));
                    break;
                default:
                    break;
            }
        }
    }

    /// <summary>The calls of the batch that the log is already known to hold: settled now, since the owner may forget them while the log is read for others.</summary>
    public IReadOnlySet<CallId> Recorded => _recorded;

    /// <summary>Nothing has to be looked up, which is the common case.</summary>
    public bool IsEmpty => _messages.Count == 0 && _calls.Count == 0 && _withFiles.Count == 0 && _forwards.Count == 0 && _entering.Count == 0;

    /// <summary>Asks the store.</summary>
    /// <exception cref="Storage.StoreUnavailableException">It can't be reached.</exception>
    public async Task<Found> RunAsync(RoomServices services, RoomId room, long head)
    {
        var store = services.Store;
        var recorded = _calls.Count == 0
            ? _recorded
            : [.. _recorded, .. await RecordedCalls.FindAsync(services.Events, room, head, _calls).ConfigureAwait(false)];
        var messages = new Dictionary<MessageId, MessageFacts>();
        foreach (var id in _messages)
        {
            if (await store.FindMessageAsync(room, id, CancellationToken.None).ConfigureAwait(false) is { } message)
                messages[id] = new MessageFacts(message);
        }

        var files = _withFiles.Count == 0
            ? FileFacts.None
            : await FilesAsync(services.Files, room, services.Time.GetUtcNow()).ConfigureAwait(false);
        var most = services.Options.MaxRoomsPerUser;
        var full = _entering.Count == 0 || most <= 0
            ? RoomLimits.None.Full
            : await store.InManyRoomsAsync([.. _entering], most, CancellationToken.None).ConfigureAwait(false);
        return new Found(messages, recorded, files, RoomLimits.Of(services.Options) with { Full = full, Blockers = await BlockersAsync(services.Blocks).ConfigureAwait(false) })
        {
            Forwards = _forwards.Count == 0 ? ForwardFacts.None : await ForwardsAsync(services, room).ConfigureAwait(false),
        };
    }

    private async Task<IReadOnlyDictionary<UserId, IReadOnlySet<UserId>>> BlockersAsync(IBlockStore blocks)
    {
        if (_invited.Count == 0)
            return RoomLimits.None.Blockers;
        var blockers = new Dictionary<UserId, IReadOnlySet<UserId>>();
        foreach (var (by, users) in _invited)
            blockers[by] = await blocks.BlockersAsync(by, users, CancellationToken.None).ConfigureAwait(false);
        return blockers;
    }

    // What the operator does is not counted.
    private static IEnumerable<UserId> Entering(RoomRequest request) => request.Body switch
    {
        ChatInviteRequest { Users: { } users } => users,
        ChatJoinRequest or ChatComeRequest => [request.Caller.User],
        _ => [],
    };

    private void Add(CallId call, RecordedCalls calls)
    {
        if (calls.IsKnown(call))
            _recorded.Add(call);
        else if (calls.MustLookUp(call))
            _calls.Add(call);
    }

    private async Task<FileFacts> FilesAsync(IFileRows files, RoomId room, DateTimeOffset at)
    {
        var ids = _withFiles.SelectMany(s => s.Message.Attachments!).Select(f => f.Id).ToHashSet(StringComparer.Ordinal);
        var rows = await files.FindAsync(ids, CancellationToken.None).ConfigureAwait(false);
        var facts = new FileFacts(rows, new HashSet<(UserId, string)>());
        HashSet<(UserId, string)>? sent = null;
        foreach (var (by, message) in _withFiles)
        {
            if (facts.Of(room, by, message, at) is null && await files.IsSentAsync(room, by, message.Key!, CancellationToken.None).ConfigureAwait(false))
                (sent ??= []).Add((by, message.Key!));
        }

        return sent is null ? facts : new FileFacts(rows, sent);
    }

    // Each as its sender may read it now: the rooms that they come from have other owners.
    private async Task<ForwardFacts> ForwardsAsync(RoomServices services, RoomId room)
    {
        var found = new Dictionary<(UserId, string), Forward>();
        var sent = new HashSet<(UserId, string)>();
        foreach (var request in _forwards)
        {
            var (by, send) = (request.Caller.User, (ChatSendRequest)request.Body);
            var (from, id) = (send.Forward!.Room!.Value, send.Forward.Id!.Value);
            var access = await services.Store.AccessAsync(from, by, CancellationToken.None).ConfigureAwait(false);
            var message = access is { MayRead: true } ? await services.Store.FindMessageAsync(from, id, CancellationToken.None).ConfigureAwait(false) : null;
            if (message is { Deleted: not true })
            {
                var author = message.Forwarded is null ? await services.Profiles.LoadUserAsync(message.By, CancellationToken.None).ConfigureAwait(false) : null;
                found[(by, send.Key!)] = Forward.Of(message, author?.Name ?? message.By.Value);
            }
            else if (await services.Files.IsSentAsync(room, by, send.Key!, CancellationToken.None).ConfigureAwait(false))
            {
                sent.Add((by, send.Key!));
            }
        }

        return new ForwardFacts(found, sent);
    }

    /// <summary>What the store said.</summary>
    /// <param name="Messages">Those of the messages that exist.</param>
    /// <param name="Recorded">The calls of the batch that the log holds.</param>
    /// <param name="Files">Those of the files that exist.</param>
    /// <param name="Limits">Who is in rooms enough.</param>
    internal sealed record Found(IReadOnlyDictionary<MessageId, MessageFacts> Messages, IReadOnlySet<CallId> Recorded, FileFacts Files, RoomLimits Limits)
    {
        /// <summary>What messages forward.</summary>
        public ForwardFacts Forwards { get; init; } = ForwardFacts.None;
    }
}
