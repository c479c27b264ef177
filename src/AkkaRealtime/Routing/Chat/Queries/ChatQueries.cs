using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary>Every request of chat that only reads, and the query that answers it. A new one is a line here.</summary>
internal sealed class ChatQueries
{
    private static readonly Entry[] Entries =
    [
        Entry.Of("chat.rooms", () => ChatJson.Default.ChatRoomsRequest, s => new RoomsQuery(s.Chat)),
        Entry.Of("chat.requests", () => ChatJson.Default.ChatRequestsRequest, s => new RequestsQuery(s.Invitations)),
        Entry.Of("chat.accept", () => ChatJson.Default.ChatAcceptRequest, s => new AcceptQuery(s.Invitations, s.Time)),
        Entry.Of("chat.decline", () => ChatJson.Default.ChatDeclineRequest, s => new DeclineQuery(s.Invitations, s.Journal, s.Time)),
        Entry.Of("chat.directory", () => ChatJson.Default.ChatDirectoryRequest, s => new DirectoryQuery(s.Chat)),
        Entry.Of("chat.members", () => ChatJson.Default.ChatMembersRequest, s => new MembersQuery(s.Chat)),
        Entry.Of("chat.bans", () => ChatJson.Default.ChatBansRequest, s => new BansQuery(s.Chat)),
        Entry.Of("chat.watch", () => ChatJson.Default.ChatWatchRequest, s => new WatchQuery(s.Chat)),
        Entry.Of("chat.unwatch", () => ChatJson.Default.ChatUnwatchRequest, s => new UnwatchQuery(s.Chat)),
        Entry.Of("chat.history", () => ChatJson.Default.ChatHistoryRequest, s => new HistoryQuery(s.Chat)),
        Entry.Of("chat.pins", () => ChatJson.Default.ChatPinsRequest, s => new PinsQuery(s.Chat)),
        Entry.Of("chat.sync", () => ChatJson.Default.ChatSyncRequest, s => new SyncQuery(s.Chat)),
        Entry.Of("people.sync", () => ChatJson.Default.PeopleSyncRequest, s => new PeopleQuery(s.Chat)),
        Entry.Of("people.find", () => ChatJson.Default.PeopleFindRequest, s => new PeopleFindQuery(s.Chat, s.Users, s.People)),
        Entry.Of("people.shared", () => ChatJson.Default.PeopleSharedRequest, s => new SharedRoomsQuery(s.Chat)),
        Entry.Of("people.block", () => ChatJson.Default.PeopleBlockRequest, s => new BlockQuery(s)),
        Entry.Of("people.unblock", () => ChatJson.Default.PeopleUnblockRequest, s => new UnblockQuery(s)),
        Entry.Of("people.blocks", () => ChatJson.Default.PeopleBlocksRequest, s => new BlocksQuery(s.Blocks, s.Users)),
        Entry.Of("people.pictures", () => ChatJson.Default.PeoplePicturesRequest, s => new PicturesQuery(new PictureSight(s.Chat, s.People), s.Pictures)),
        Entry.Of("chat.settings", () => ChatJson.Default.ChatSettingsRequest, s => new SettingsQuery(s.Chat, s.Journal)),
        Entry.Of("chat.report", () => ChatJson.Default.ChatReportRequest, s => new ReportQuery(s.Chat, s.Reports, s.Journal, s.Time)),
        Entry.Of("chat.bookmark", () => ChatJson.Default.ChatBookmarkRequest, s => new BookmarkQuery(s)),
        Entry.Of("chat.bookmarks", () => ChatJson.Default.ChatBookmarksRequest, s => new BookmarksQuery(s.Chat, s.Bookmarks)),
        Entry.Of("chat.schedule", () => ChatJson.Default.ChatScheduleRequest, s => new ScheduleQuery(s)),
        Entry.Of("chat.reschedule", () => ChatJson.Default.ChatRescheduleRequest, s => new RescheduleQuery(s)),
        Entry.Of("chat.unschedule", () => ChatJson.Default.ChatUnscheduleRequest, s => new UnscheduleQuery(s)),
        Entry.Of("chat.schedules", () => ChatJson.Default.ChatSchedulesRequest, s => new SchedulesQuery(s.Scheduled)),
        Entry.Of("chat.threads", () => ChatJson.Default.ChatThreadsRequest, s => new ThreadsQuery(s.Threads)),
        Entry.Of("chat.read-thread", () => ChatJson.Default.ChatReadThreadRequest, s => new ReadThreadQuery(s)),
        Entry.Of("chat.follow-thread", () => ChatJson.Default.ChatFollowThreadRequest, s => new FollowThreadQuery(s)),
        Entry.Of("chat.search", () => ChatJson.Default.ChatSearchRequest, s => new SearchQuery(s.Chat, s.Time)),
    ];

    private readonly FrozenDictionary<Type, Answer> _answers;

    /// <summary>All queries on <paramref name="sources"/>.</summary>
    public ChatQueries(ChatSources sources) => _answers = Entries.ToFrozenDictionary(e => e.Request, e => e.Open(sources));

    private delegate Task<IReadOnlyList<object>> Answer(Caller caller, string? @ref, IChatRequest request, CancellationToken cancel);

    /// <summary>Their types on the wire, for the <see cref="RequestCatalog"/>.</summary>
    public static IEnumerable<RequestType> Types => Entries.Select(e => e.Type);

    /// <summary>Whether <paramref name="request"/> only reads.</summary>
    public bool Has(IChatRequest request) => _answers.ContainsKey(request.GetType());

    /// <summary>See <see cref="IChatQuery{TRequest}.AnswerAsync"/>.</summary>
    /// <exception cref="KeyNotFoundException">No query answers <paramref name="request"/>; see <see cref="Has"/>.</exception>
    /// <exception cref="StoreUnavailableException">The store can't be reached.</exception>
    public Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, IChatRequest request, CancellationToken cancel) =>
        _answers[request.GetType()](caller, @ref, request, cancel);

    private sealed record Entry(RequestType Type, Type Request, Func<ChatSources, Answer> Open)
    {
        public static Entry Of<T>(string type, Func<JsonTypeInfo<T>> json, Func<ChatSources, IChatQuery<T>> open)
            where T : class, IChatRequest => new(RequestType.Of(type, json) with { Router = "chat" }, typeof(T), sources =>
            {
                var query = open(sources);
                return (caller, @ref, request, cancel) => query.AnswerAsync(caller, @ref, (T)request, cancel);
            });
    }
}
