using System.Collections.Frozen;
using System.Text.Json.Serialization.Metadata;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary>Every request of chat that only reads, and the query that answers it. A new one is a line here.</summary>
internal sealed class ChatQueries
{
    private static readonly Entry[] Entries =
    [
        Entry.Of("chat.rooms", () => ChatJson.Default.ChatRoomsRequest, (store, _) => new RoomsQuery(store)),
        Entry.Of("chat.directory", () => ChatJson.Default.ChatDirectoryRequest, (store, _) => new DirectoryQuery(store)),
        Entry.Of("chat.members", () => ChatJson.Default.ChatMembersRequest, (store, _) => new MembersQuery(store)),
        Entry.Of("chat.watch", () => ChatJson.Default.ChatWatchRequest, (store, _) => new WatchQuery(store)),
        Entry.Of("chat.unwatch", () => ChatJson.Default.ChatUnwatchRequest, (store, _) => new UnwatchQuery(store)),
        Entry.Of("chat.history", () => ChatJson.Default.ChatHistoryRequest, (store, _) => new HistoryQuery(store)),
        Entry.Of("chat.pins", () => ChatJson.Default.ChatPinsRequest, (store, _) => new PinsQuery(store)),
        Entry.Of("chat.sync", () => ChatJson.Default.ChatSyncRequest, (store, _) => new SyncQuery(store)),
        Entry.Of("people.sync", () => ChatJson.Default.PeopleSyncRequest, (store, _) => new PeopleQuery(store)),
        Entry.Of("chat.search", () => ChatJson.Default.ChatSearchRequest, (store, time) => new SearchQuery(store, time)),
    ];

    private readonly FrozenDictionary<Type, Answer> _answers;

    /// <summary>All queries on <paramref name="store"/>.</summary>
    public ChatQueries(IChatStore store, TimeProvider time) => _answers = Entries.ToFrozenDictionary(e => e.Request, e => e.Open(store, time));

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

    private sealed record Entry(RequestType Type, Type Request, Func<IChatStore, TimeProvider, Answer> Open)
    {
        public static Entry Of<T>(string type, Func<JsonTypeInfo<T>> json, Func<IChatStore, TimeProvider, IChatQuery<T>> open)
            where T : class, IChatRequest => new(RequestType.Of(type, json) with { Router = "chat" }, typeof(T), (store, time) =>
            {
                var query = open(store, time);
                return (caller, @ref, request, cancel) => query.AnswerAsync(caller, @ref, (T)request, cancel);
            });
    }
}
