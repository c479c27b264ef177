using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Routing.Chat.Queries;

/// <summary><c>chat.directory</c>: the channels that the user may join, by name.</summary>
internal sealed class DirectoryQuery(IChatStore store) : IChatQuery<ChatDirectoryRequest>
{
    /// <inheritdoc/>
    public async Task<IReadOnlyList<object>> AnswerAsync(Caller caller, string? @ref, ChatDirectoryRequest request, CancellationToken cancel)
    {
        var rooms = await store.DirectoryAsync(caller.User, request.Query, request.Before, ReadAccess.DefaultPage, cancel).ConfigureAwait(false);
        return [EnvelopeWriter.Write("chat.directory", new ChatDirectory(rooms), ChatJson.Default.ChatDirectory, @ref)];
    }
}
