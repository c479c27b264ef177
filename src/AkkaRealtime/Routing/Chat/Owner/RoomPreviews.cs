using Akka.Actor;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Commands;
using AkkaRealtime.Routing.Chat.Previews;
using AkkaRealtime.Routing.Chat.Rules;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Routing.Chat.Owner;

/// <summary>
/// Has the links of messages looked at, once these are durable: by the owner, so that one node does; beside it, so that nobody waits for it. What is found comes back as a command
/// to whoever owns the room then. What a node was looking at when it was lost has no preview.
/// </summary>
internal sealed class RoomPreviews(RoomScope scope)
{
    /// <summary>A batch is durable.</summary>
    public void Stored(RoomBatch batch, EventsAppended stored)
    {
        if (scope.Services.Previews is not { } previews)
            return;
        foreach (var appended in stored.Events)
        {
            switch (appended)
            {
                case { Duplicate: false, Event: ChatMessage { Previews: null } message }:
                    Find(previews, message, message.Id, TextLinks.Of(message.Text, previews.LinksPerMessage));
                    break;
                // As it stands after the whole batch: of two edits in it, the first finds all, and the second nothing more.
                case { Event: ChatEdited { Id: var id } edited } when batch.Facts.Messages.TryGetValue(id, out var facts) && facts.Text == edited.Text:
                    Find(previews, edited, id, PreviewRules.Unknown(facts, previews.LinksPerMessage));
                    break;
            }
        }
    }

    private void Find(ILinkPreviews previews, RoomEvent e, MessageId message, IReadOnlyList<string> urls)
    {
        if (urls.Count > 0)
            _ = FindAsync(previews, e, message, urls, scope.Services.Rooms());
    }

    // Nothing of the owner is used here: it may be gone, or live elsewhere, when the answer is there.
    private static async Task FindAsync(ILinkPreviews previews, RoomEvent e, MessageId message, IReadOnlyList<string> urls, IActorRef rooms)
    {
        var found = await previews.FindAsync(e.Room, e.By, urls).ConfigureAwait(false);
        if (found.Count > 0)
            rooms.Tell(new RecordPreviews(e.Room, message, found), ActorRefs.NoSender);
    }
}
