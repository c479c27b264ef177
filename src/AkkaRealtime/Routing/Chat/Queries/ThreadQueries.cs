using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store.Threads;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.threads</c>: a page of the threads that the user follows.</summary>
internal sealed class ThreadsQuery(IThreadStore threads) : IChatQuery<ChatThreadsRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatThreadsRequest request, CancellationToken cancel)
    {
        var page = await threads.OfAsync(caller.User, request.Unread == true, request.Before, request.Limit ?? ChatThreadsRequest.MaxPage, cancel).ConfigureAwait(false);
        return [EnvelopeWriter.Write("chat.threads", new ChatThreads(page.Threads, page.More, page.Unread), ChatJson.Default.ChatThreads, @ref)];
    }
}

/// <summary><c>chat.read-thread</c>: the user has read a thread up to there.</summary>
internal sealed class ReadThreadQuery(ChatSources sources) : IChatQuery<ChatReadThreadRequest>
{
    private readonly OwnThread _own = new(sources);

    /// <inheritdoc/>
    public Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatReadThreadRequest request, CancellationToken cancel) =>
        _own.SaveAsync(caller, @ref, request.Room!.Value, request.Thread!.Value, request.Seq, null, cancel);
}

/// <summary><c>chat.follow-thread</c>: the user follows a thread, or no more.</summary>
internal sealed class FollowThreadQuery(ChatSources sources) : IChatQuery<ChatFollowThreadRequest>
{
    private readonly OwnThread _own = new(sources);

    /// <inheritdoc/>
    public Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatFollowThreadRequest request, CancellationToken cancel) =>
        _own.SaveAsync(caller, @ref, request.Room!.Value, request.Thread!.Value, null, request.On, cancel);
}

/// <summary>
/// Saves what a member sets for one of their threads, and tells their connections. It is nobody's business but theirs, so no owner is asked: the store keeps marks from going back.
/// </summary>
internal sealed class OwnThread(ChatSources sources)
{
    private readonly JournalPromise _journal = new(sources.Journal);

    public async Task<IReadOnlyList<object>> SaveAsync(Caller caller, string? @ref, RoomId room, MessageId thread, long? read, bool? follows, CancellationToken cancel)
    {
        var user = caller.User;
        var access = await sources.Chat.AccessAsync(room, user, cancel).ConfigureAwait(false);
        if (access is not { Role: not null })
            return [EnvelopeWriter.Error(ChatErrors.NotMemberOf(access?.Kind), @ref)];
        var message = await sources.Chat.FindMessageAsync(room, thread, cancel).ConfigureAwait(false);
        if (message is null)
            return [EnvelopeWriter.Error(Rules.MessageRules.NoSuchMessage("thread").Error!, @ref)];

        // Whoever asks by a reply means the thread that it stands in.
        var root = message.Thread ?? thread;
        var before = await sources.Threads.FindAsync(user, room, root, cancel).ConfigureAwait(false);
        if (before is null ? follows is not null : (follows is { } on && on != before.Follows) || Math.Min(read ?? 0, access.Head) > before.Read)
        {
            await _journal.SaveAsync(owner => new SaveThread(owner, room, user, root, read, follows), cancel).ConfigureAwait(false);
            before = await sources.Threads.FindAsync(user, room, root, cancel).ConfigureAwait(false);
            return [new TellUser(user, Envelope(room, root, before, null), ExceptSession: caller.Session), Envelope(room, root, before, @ref)];
        }

        return [Envelope(room, root, before, @ref)];
    }

    private static EncodedEnvelope Envelope(RoomId room, MessageId thread, ThreadFollow? follow, string? @ref) =>
        EnvelopeWriter.Write("chat.thread", new ChatThread(room, thread, follow?.Follows == true, follow?.Read), ChatJson.Default.ChatThread, @ref);
}
