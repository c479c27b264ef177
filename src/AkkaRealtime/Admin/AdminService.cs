using Akka.Actor;
using Akka.Cluster;
using AkkaRealtime.Clustering;
using AkkaRealtime.Connections;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Calls.Owner;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Store.Reports;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Pictures;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Sessions.Revoking;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Admin;

/// <summary>
/// What an operator can do, for a host to put an API on: every change goes to the owner of the room or user, so that order, log and fan-out hold.
/// Requests are taken as valid. Throws <see cref="StoreUnavailableException"/> where the store, or an owner, can't be reached: try again.
/// </summary>
public sealed class AdminService
{
    private readonly IOwners _owners;
    private readonly JournalPromise _journal;
    private readonly UserExport _export;
    private readonly RealtimeNode _node;
    private readonly Admission _admission;
    private readonly Revoker _revoker;
    private readonly IRevocationStore _revocations;
    private readonly TimeProvider _time;

    internal AdminService(
        IUserStore users,
        IErasureStore erasures,
        IChatAdminStore rooms,
        IChatStore chat,
        IOwners owners,
        JournalPromise journal,
        UserExport export,
        RealtimeNode node,
        Admission admission,
        Revoker revoker,
        IRevocationStore revocations,
        IReportStore reports,
        PictureService pictures,
        TimeProvider time)
    {
        (_revoker, _revocations, Reports, Pictures) = (revoker, revocations, reports, pictures);
        (Users, Erasures, Rooms, Chat) = (users, erasures, rooms, chat);
        (_owners, _journal, _export) = (owners, journal, export);
        (_node, _admission, _time) = (node, admission, time);
    }

    /// <summary>Who ever connected.</summary>
    public IUserStore Users { get; }

    /// <summary>Who is, or was, to be erased.</summary>
    public IErasureStore Erasures { get; }

    /// <summary>Rooms as an operator sees them.</summary>
    public IChatAdminStore Rooms { get; }

    /// <summary>Rooms as users see them.</summary>
    public IChatStore Chat { get; }

    /// <summary>Messages that users have reported.</summary>
    public IReportStore Reports { get; }

    /// <summary>Pictures of people.</summary>
    internal PictureService Pictures { get; }

    /// <summary>Who speaks where the operator names nobody.</summary>
    public static UserId System => WellKnownUsers.System;

    /// <summary>The node that answers, and its cluster.</summary>
    public NodeState Node()
    {
        var cluster = Cluster.Get(_node.System);
        return new NodeState(
            cluster.SelfAddress.ToString(),
            _admission.Count,
            _admission.Draining,
            [.. cluster.State.Members.Select(m => new ClusterMember(m.Address.ToString(), m.Status.ToString()))]);
    }

    /// <summary>The connections of a user, on all nodes.</summary>
    public async Task<IReadOnlyList<SessionEntry>> SessionsAsync(UserId user, CancellationToken cancel) =>
        (await _owners.AskAsync<UserSessions>(new GetSessions(user), cancel).ConfigureAwait(false)).Sessions;

    /// <summary>Revokes what a user was signed in with until now, and closes all of their connections with 4410. How many there were.</summary>
    public async Task<int> RevokeAsync(UserId user, CancellationToken cancel) => (await SignOutAsync(user, cancel).ConfigureAwait(false)).Sessions;

    /// <summary>
    /// As <see cref="RevokeAsync(UserId, CancellationToken)"/>, with the revocation that was made: of all tokens of the user that were issued until now.
    /// </summary>
    public Task<(int Sessions, Revocation Revocation)> SignOutAsync(UserId user, CancellationToken cancel)
    {
        var now = _time.GetUtcNow();
        return RevokeAsync(new Revocation("", now) { User = user, IssuedBefore = now, Reason = "Signed out by an operator." }, now, cancel);
    }

    /// <summary>
    /// Makes a revocation, in force on every node within a second, and closes what it means with 4410. It gets its id and time here; one of a session gets its token and
    /// device, where the session is open. How many connections of the named user there were, where all of them are closed.
    /// </summary>
    public Task<(int Sessions, Revocation Revocation)> RevokeAsync(Revocation revocation, CancellationToken cancel)
    {
        ArgumentNullException.ThrowIfNull(revocation);
        return RevokeAsync(revocation, _time.GetUtcNow(), cancel);
    }

    private async Task<(int Sessions, Revocation Revocation)> RevokeAsync(Revocation revocation, DateTimeOffset now, CancellationToken cancel)
    {
        var made = revocation with { Id = TimeOrderedId.New(now), At = now };
        if (made is { User: { } owner, Session: { } session })
            made = await OfSessionAsync(made, owner, session, now, cancel).ConfigureAwait(false);
        var isOfAll = made is { User: not null, Device: null, Session: null, Token: null } && !(made.IssuedBefore < now);
        var open = isOfAll ? (await SessionsAsync(made.User!.Value, cancel).ConfigureAwait(false)).Count : 0;
        await _revoker.RevokeAsync([made], cancel).ConfigureAwait(false);

        // Their calls end at once, too.
        if (isOfAll)
            await _owners.AskAsync<SessionsRevoked>(new RevokeSessions(made.User!.Value, "An operator ended your sessions."), cancel).ConfigureAwait(false);
        return (open, made);
    }

    /// <summary>Lifts a revocation: from now on it counts no more. Nothing happens where there is none.</summary>
    public Task LiftAsync(string revocation, CancellationToken cancel) => _revoker.LiftAsync(revocation, cancel);

    /// <summary>The revocations that are in force, by id; only those of <paramref name="user"/> where one is named.</summary>
    public Task<IReadOnlyList<Revocation>> RevocationsAsync(UserId? user, string? after, int limit, CancellationToken cancel) =>
        _revocations.ListAsync(user, after, limit, _time.GetUtcNow(), cancel);

    private async Task<Revocation> OfSessionAsync(Revocation revocation, UserId user, SessionId session, DateTimeOffset now, CancellationToken cancel) =>
        (await SessionsAsync(user, cancel).ConfigureAwait(false)).FirstOrDefault(s => s.Session == session) is { } open
            ? revocation with { Token = open.Token, Device = open.Device, IssuedBefore = now, Until = revocation.Until ?? open.Until }
            : revocation;

    /// <summary>Makes a group or channel whose owner is <paramref name="owner"/>.</summary>
    public async Task<RoomId> CreateRoomAsync(
        string kind, string name, string? topic, UserId owner, IReadOnlyList<UserId>? members, CancellationToken cancel)
    {
        var room = RoomId.New(_time.GetUtcNow());
        await CreateRoomAsync(room, kind, name, topic, owner, members, cancel).ConfigureAwait(false);
        return room;
    }

    private async Task CreateRoomAsync(
        RoomId room, string kind, string name, string? topic, UserId owner, IReadOnlyList<UserId>? members, CancellationToken cancel)
    {
        // The reply is the owner's view of the room, or an error; which of them is all that matters.
        var reply = await _owners.AskAsync<EncodedEnvelope>(new CreateRoom(room, CallerOf(owner), null, new ChatCreateRequest(kind, name, members, topic)) { ByOperator = true }, cancel)
            .ConfigureAwait(false);
        if (!EnvelopeReader.TryRead(reply.Utf8, out var envelope, out _) || envelope.Type != "chat.room")
            throw new StoreUnavailableException("The store did not accept it.");
    }

    /// <summary>
    /// Makes a group or channel, or finds the one that was made with the same <paramref name="key"/> before, whatever else is said this time. The second value is
    /// whether it was there.
    /// </summary>
    public async Task<(RoomId Room, bool Existed)> CreateRoomOnceAsync(
        string key, string kind, string name, string? topic, UserId owner, IReadOnlyList<UserId>? members, CancellationToken cancel)
    {
        var room = RoomKeys.OfOperator(key);
        if (await Rooms.FindRoomAsync(room, cancel).ConfigureAwait(false) is not null)
            return (room, true);
        await CreateRoomAsync(room, kind, name, topic, owner, members, cancel).ConfigureAwait(false);
        return (room, false);
    }

    /// <summary>The direct room of two users, made where there is none.</summary>
    public async Task<(RoomId? Room, RequestError? Error)> DirectRoomAsync(UserId one, UserId other, CancellationToken cancel)
    {
        var room = await Chat.FindDirectAsync(one, other, cancel).ConfigureAwait(false) ?? RoomId.New(_time.GetUtcNow());
        var answer = await _owners.AskAsync<DirectRoom>(new OpenPair(room, CallerOf(one), other, null, "operator"), cancel).ConfigureAwait(false);
        return (answer.Room, answer.Error);
    }

    /// <summary>Calls a user so until a token calls them otherwise, and makes them known where they never signed in. What they are called now.</summary>
    public async Task<string> NameUserAsync(UserId user, string name, CancellationToken cancel) =>
        (await _owners.AskAsync<UserNamed>(new NameUser(user, name), cancel).ConfigureAwait(false)).Name;

    /// <summary>Sends a message in the name of <paramref name="by"/>; the same key again sends nothing new.</summary>
    public Task<AdminAnswer> PostAsync(
        RoomId room, UserId by, string key, string text, MessageId? replyTo, MessageId? thread, IReadOnlyList<UserId>? mentions, string? audience, CancellationToken cancel) =>
        PostAsync(by, new ChatSendRequest(room, key, text, replyTo, thread, mentions, Audience: audience), cancel);

    /// <summary>As above, with all that a message may have.</summary>
    internal Task<AdminAnswer> PostAsync(UserId by, ChatSendRequest message, CancellationToken cancel) => AskAsync(message.Room!.Value, by, message, cancel);

    /// <summary>Changes the text of a message of <paramref name="by"/>'s own.</summary>
    public Task<AdminAnswer> EditMessageAsync(RoomId room, UserId by, MessageId message, string text, CancellationToken cancel) =>
        AskAsync(room, by, new ChatEditRequest(room, message, text), cancel);

    /// <summary>Shows <paramref name="by"/> as typing, for some seconds or until a message of theirs; or not any more.</summary>
    public Task<AdminAnswer> SetTypingAsync(RoomId room, UserId by, bool on, CancellationToken cancel) =>
        AskAsync(room, by, new ChatTypingRequest(room, on), cancel);

    /// <summary>A reaction of <paramref name="by"/> to a message, or none any more.</summary>
    public Task<AdminAnswer> ReactAsync(RoomId room, UserId by, MessageId message, string emoji, bool on, CancellationToken cancel) =>
        AskAsync(room, by, new ChatReactRequest(room, message, emoji, on), cancel);

    /// <summary>Sends a message in the name of <paramref name="by"/>; the same key again sends nothing new.</summary>
    public Task<AdminAnswer> PostAsync(RoomId room, UserId by, string key, string text, CancellationToken cancel) =>
        AskAsync(room, by, new ChatSendRequest(room, key, text), cancel);

    /// <summary>Brings users in.</summary>
    public Task<AdminAnswer> AddMembersAsync(RoomId room, IReadOnlyList<UserId> users, CancellationToken cancel) =>
        AskAsync(room, System, new ChatInviteRequest(room, users), cancel);

    /// <summary>Takes users out; a room keeps an owner.</summary>
    public Task<AdminAnswer> RemoveMembersAsync(RoomId room, IReadOnlyList<UserId> users, CancellationToken cancel) =>
        AskAsync(room, System, new ChatRemoveRequest(room, users), cancel);

    /// <summary>Bans users from a room, with what they are told of why, and until when; who is in it is taken out, and the room keeps an owner.</summary>
    public Task<AdminAnswer> BanAsync(RoomId room, IReadOnlyList<UserId> users, string? reason, DateTimeOffset? until, CancellationToken cancel) =>
        AskAsync(room, System, new ChatBanRequest(room, users, reason, until), cancel);

    /// <summary>Lifts bans: these may come into the room again.</summary>
    public Task<AdminAnswer> UnbanAsync(RoomId room, IReadOnlyList<UserId> users, CancellationToken cancel) =>
        AskAsync(room, System, new ChatUnbanRequest(room, users), cancel);

    /// <summary>The operator is done with a report, and has written down what came of it. The report as it is now; null where there is none.</summary>
    public async Task<Report?> ResolveReportAsync(string report, string? note, CancellationToken cancel)
    {
        await _journal.SaveAsync(owner => new ResolveReport(owner, report, _time.GetUtcNow(), note), cancel).ConfigureAwait(false);
        return await Reports.FindAsync(report, cancel).ConfigureAwait(false);
    }

    /// <summary>Changes name, topic or roles.</summary>
    public Task<AdminAnswer> UpdateRoomAsync(
        RoomId room, string? name, string? topic, IReadOnlyDictionary<UserId, string>? roles, CancellationToken cancel) =>
        UpdateRoomAsync(room, name, topic, roles, null, null, cancel);

    /// <summary>Changes name, topic, roles, how many seconds members wait between two messages (0: none), or the least role that may write.</summary>
    public Task<AdminAnswer> UpdateRoomAsync(
        RoomId room, string? name, string? topic, IReadOnlyDictionary<UserId, string>? roles, int? slowModeSeconds, string? postRole, CancellationToken cancel) =>
        AskAsync(room, System, new ChatUpdateRequest(room, name, topic, roles, slowModeSeconds, postRole), cancel);

    /// <summary>Deletes a message: what it said goes out of the log, as with any deletion.</summary>
    public Task<AdminAnswer> DeleteMessageAsync(RoomId room, MessageId message, CancellationToken cancel) =>
        AskAsync(room, System, new ChatDeleteRequest(room, message), cancel);

    /// <summary>Ends a call for everybody. Null when it is over, and kept so; otherwise why not.</summary>
    public async Task<RequestError?> EndCallAsync(CallId call, CancellationToken cancel) => call.Room is { } room && IdRules.IsServerMade(room.Value)
        ? (await _owners.AskAsync<EndCallAnswer>(new EndCall(room, call), cancel).ConfigureAwait(false)).Error
        : CallAnswers.NoSuchCall;

    /// <summary>For how many days a room keeps what is said: 0 for ever, null as the server's option says. What is due then goes at once.</summary>
    public async Task SetRetentionAsync(RoomId room, int? days, CancellationToken cancel)
    {
        await _journal.SaveAsync(owner => new SaveRetention(owner, room, days), cancel).ConfigureAwait(false);
        Wake("A room's retention was changed.");
    }

    /// <summary>Begins to erase a user, or to do so again; it goes on in the background, over restarts, until it is finished.</summary>
    public async Task<Erasure> EraseAsync(UserId user, CancellationToken cancel)
    {
        if (await Erasures.FindErasureAsync(user, cancel).ConfigureAwait(false) is { FinishedAt: null } open)
            return open;
        var erasure = new Erasure(user, _time.GetUtcNow(), ErasurePhase.Rooms);
        await _journal.SaveAsync(owner => new SaveErasure(owner, erasure), cancel).ConfigureAwait(false);
        Wake("A user is to be erased.");
        return erasure;
    }

    /// <summary>All that is held of a user, as JSON lines.</summary>
    public IAsyncEnumerable<ReadOnlyMemory<byte>> ExportAsync(UserId user, CancellationToken cancel) => _export.LinesAsync(user, cancel);

    private Task<AdminAnswer> AskAsync(RoomId room, UserId by, IRoomRequest body, CancellationToken cancel) =>
        body.Validate() is { } error
            ? Task.FromResult(new AdminAnswer(room, error))
            : _owners.AskAsync<AdminAnswer>(new AdminRequest(room, by, body), cancel);

    private static Caller CallerOf(UserId user) => new(user, user.Value, new DeviceId("operator"), new SessionId("operator"));

    private void Wake(string why) => _node.Actor<MaintenanceActor>().Tell(new WakeMaintenance(why));
}

/// <summary>The state of a node.</summary>
/// <param name="Address">Its address in the cluster.</param>
/// <param name="Connections">Open connections.</param>
/// <param name="Draining">It is being stopped.</param>
/// <param name="Cluster">All nodes.</param>
public sealed record NodeState(string Address, int Connections, bool Draining, IReadOnlyList<ClusterMember> Cluster);

/// <summary>A node of the cluster.</summary>
public sealed record ClusterMember(string Address, string Status);
