using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Queries;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Settings;
using AkkaRealtime.Routing.Chat.Store.Invitations;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Sessions;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Router;

/// <summary>
/// Whether those whom somebody names may be brought into a room: they have signed in once, are in rooms enough, and share one with who names them, or are asked first, as the
/// operator has it. It says what is to be done; the room's owner still decides as ever.
/// </summary>
internal sealed class Consent(ChatSources sources, bool rateLimiting)
{
    private readonly ChatOptions _options = sources.Options;
    private readonly InvitationCounts _counts = new(sources.Options, rateLimiting, sources.Invitations, sources.Journal, sources.Time);
    private readonly KnownPeople _people = new(sources.Users, sources.People);
    private readonly JournalPromise _journal = new(sources.Journal);

    /// <summary>Whether the store has to be asked before a request goes on.</summary>
    public bool HasToCheck(IChatRequest request) => request switch
    {
        ChatCreateRequest create => create.Key is not null || create.Members is { Count: > 0 } || _options.MaxRoomsPerUser > 0 || _options.Invitations != ChatOptions.Free || _people.HasToCheck(request),
        ChatInviteRequest => _options.Invitations != ChatOptions.Free || _people.HasToCheck(request),
        _ => false,
    };

    /// <summary>Counts those whom a request names that goes on at once; an error where they are too many for a day.</summary>
    public RequestError? Count(UserId by, IChatRequest request) => _counts.Take(by, HowMany(request));

    /// <summary>Whether <see cref="LookAsync"/> is due for who asks.</summary>
    public bool HasToLook(UserId by, IChatRequest request) => _counts.IsDue(by, HowMany(request));

    /// <summary>Looks up how many a user has named by other nodes, and before this one started.</summary>
    public Task LookAsync(UserId user, CancellationToken cancel) => _counts.LookAsync(user, cancel);

    /// <summary>What the connection is told, and the command that goes on, if one does.</summary>
    public async Task<IReadOnlyList<object>> CheckAsync(ClientRequest request, IRoomCommand command, CancellationToken cancel)
    {
        var (caller, body) = (request.Caller.User, (IChatRequest)request.Body);
        if (await IsMadeAsync(caller, body, command.Room, cancel).ConfigureAwait(false))
            return [command];
        if (await CountAsync(caller, HowMany(body), cancel).ConfigureAwait(false) is { } tooMany)
            return [EnvelopeWriter.Error(tooMany, request.Ref)];
        if (await _people.CheckAsync(body, cancel).ConfigureAwait(false) is { } unknown)
            return [EnvelopeWriter.Error(unknown, request.Ref)];
        var (field, named) = KnownPeople.NamedBy(body);
        var others = (named ?? []).Where(user => user != caller).Distinct().ToList();
        if (others.Count >= _options.MaxMembersPerRoom)
            return [EnvelopeWriter.Error(ChatErrors.Full(_options.MaxMembersPerRoom), request.Ref)];
        if (await sources.Blocks.BlockersAsync(caller, others, cancel).ConfigureAwait(false) is { Count: > 0 } blockers)
            return [EnvelopeWriter.Error(BlockRules.CantReach([.. others.Where(blockers.Contains)], field), request.Ref)];

        // Who may not invite here asks nobody: the owner refuses, as ever.
        if (body is ChatInviteRequest && await sources.Chat.AccessAsync(command.Room, caller, cancel).ConfigureAwait(false) is not { Role: not null, Kind: not RoomKinds.Direct })
            return [command];
        var strangers = await StrangersAsync(caller, others, cancel).ConfigureAwait(false);
        if (strangers.Count > 0 && _options.Invitations == ChatOptions.Contacts)
            return [EnvelopeWriter.Error(NoContact(field), request.Ref)];
        if (body is ChatCreateRequest && await FullAsync([caller, .. others.Except(strangers)], field, cancel).ConfigureAwait(false) is { } full)
            return [EnvelopeWriter.Error(full, request.Ref)];
        if (strangers.Count == 0)
            return [command];
        if (body is ChatInviteRequest && await BannedAsync(command.Room, strangers, cancel).ConfigureAwait(false) is { Count: > 0 } banned)
            return [EnvelopeWriter.Error(ChatErrors.AreBanned(banned), request.Ref)];
        var (kind, name) = body is ChatCreateRequest create ? (create.Kind!, create.Name!.Trim()) : await RoomAsync(caller, command.Room, cancel).ConfigureAwait(false);
        var news = await AskAsync(caller, command.Room, kind, name, strangers, cancel).ConfigureAwait(false);
        return [Asked(strangers, command.Room, null), .. news, Without(command, strangers)];
    }

    /// <summary>What to tell instead of opening a direct room of two users that is not there yet; empty where it may be made.</summary>
    public async Task<IReadOnlyList<object>> CheckDirectAsync(OpenPair open, Func<RequestError, object> refuse, CancellationToken cancel)
    {
        var (caller, other) = (open.Caller.User, open.Other);
        if (await CountAsync(caller, 1, cancel).ConfigureAwait(false) is { } tooMany)
            return [refuse(tooMany)];
        if (await _people.CheckAsync(other, cancel).ConfigureAwait(false) is { } unknown)
            return [refuse(unknown)];
        if (await sources.Blocks.BetweenAsync(caller, [other], cancel).ConfigureAwait(false) is { Count: > 0 } blocks)
            return [refuse(BlockRules.Between(blocks.Select(b => b.By), caller))];
        var isStranger = (await StrangersAsync(caller, [other], cancel).ConfigureAwait(false)).Count > 0;
        if (isStranger && (_options.Invitations == ChatOptions.Contacts || open.Token is not null))
            return [refuse(NoContact("user"))];
        if (isStranger)
        {
            var news = await AskAsync(caller, null, RoomKinds.Direct, null, [other], cancel).ConfigureAwait(false);
            return [.. news, Asked([other], null, open.Ref)];
        }

        return await FullAsync([caller, other], "user", cancel).ConfigureAwait(false) is { } full ? [refuse(full)] : [];
    }

    private static RequestError NoContact(string field) =>
        new(ErrorCode.Forbidden, "You share no room with them. Only people who share a room can be brought into another.", field);

    private static EncodedEnvelope Asked(IReadOnlyList<UserId> users, RoomId? room, string? @ref) =>
        EnvelopeWriter.Write("chat.asked", new ChatAsked(users, room), ChatJson.Default.ChatAsked, @ref);

    private static IRoomCommand Without(IRoomCommand command, List<UserId> strangers) => command switch
    {
        CreateRoom create => create with { Body = create.Body with { Members = [.. create.Body.Members!.Except(strangers)] } },
        RoomRequest { Body: ChatInviteRequest invite } request => request with { Body = invite with { Users = [.. invite.Users!.Except(strangers)] } },
        _ => command,
    };

    private static int HowMany(IChatRequest request) => KnownPeople.NamedBy(request).Users?.Count ?? 0;

    // Repeated with its key, a room is shown again, whatever has become of the limits since; and nobody is counted again.
    private async Task<bool> IsMadeAsync(UserId caller, IChatRequest request, RoomId room, CancellationToken cancel) =>
        request is ChatCreateRequest { Key: not null } && await sources.Chat.AccessAsync(room, caller, cancel).ConfigureAwait(false) is { Role: not null };

    private async Task<RequestError?> CountAsync(UserId by, int named, CancellationToken cancel)
    {
        if (_counts.IsDue(by, named))
            await _counts.LookAsync(by, cancel).ConfigureAwait(false);
        return _counts.Take(by, named);
    }

    private async Task<List<UserId>> StrangersAsync(UserId caller, List<UserId> others, CancellationToken cancel)
    {
        if (_options.Invitations == ChatOptions.Free || others.Count == 0)
            return [];
        var known = await sources.Chat.SharingRoomAsync(caller, others, cancel).ConfigureAwait(false);
        return others.FindAll(user => !known.Contains(user));
    }

    private async Task<RequestError?> FullAsync(IReadOnlyList<UserId> users, string field, CancellationToken cancel)
    {
        if (_options.MaxRoomsPerUser <= 0)
            return null;
        var full = await sources.Chat.InManyRoomsAsync(users, _options.MaxRoomsPerUser, cancel).ConfigureAwait(false);
        if (full.Count == 0)
            return null;
        return full.Contains(users[0]) ? ChatErrors.TooManyRooms(_options.MaxRoomsPerUser) : ChatErrors.InTooManyRooms(full, field);
    }

    // Nobody is asked into a room that they may not come into. Of the others the room's owner says so.
    private async Task<IReadOnlyList<UserId>> BannedAsync(RoomId room, List<UserId> strangers, CancellationToken cancel)
    {
        var banned = new List<UserId>();
        UserId? after = null;
        IReadOnlyList<BanView> page;
        do
        {
            page = await sources.Chat.BansAsync(room, after, ChatLimits.MaxUsers, cancel).ConfigureAwait(false);
            banned.AddRange(page.Select(b => b.User).Intersect(strangers));
            after = page.Count > 0 ? page[^1].User : null;
        }
        while (page.Count == ChatLimits.MaxUsers);
        return banned;
    }

    private async Task<(string Kind, string? Name)> RoomAsync(UserId caller, RoomId room, CancellationToken cancel) =>
        await sources.Chat.RoomsAsync(caller, room, cancel).ConfigureAwait(false) is [var view] ? (view.Kind, view.Name) : (RoomKinds.Group, null);

    // Who is asked hears of it where they are connected; who was asked before does not.
    private async Task<IReadOnlyList<object>> AskAsync(UserId by, RoomId? room, string kind, string? name, List<UserId> strangers, CancellationToken cancel)
    {
        var now = sources.Time.GetUtcNow();
        var asked = strangers.ConvertAll(user => (Id: TimeOrderedId.New(now), User: user));
        await _journal.SaveAsync(owner => new SaveInvitations(owner, by, room, kind, name, asked, now) { IsBulk = asked.Count > BulkLane.MaxRows }, cancel).ConfigureAwait(false);
        var made = await sources.Invitations.FindAsync([.. asked.Select(a => a.Id)], cancel).ConfigureAwait(false);
        if (made.Count == 0)
            return [];
        return
        [
            new TellUsers([.. made.Select(m => new UserNews(
                m.User, EnvelopeWriter.Write("chat.requested", new ChatRequested(m.Invitation), ChatJson.Default.ChatRequested)))]),
        ];
    }
}
