using AkkaRealtime.Envelopes;
using AkkaRealtime.Push.Delivery;
using AkkaRealtime.Push.Store;
using AkkaRealtime.Routing.Chat.Store;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Routing.Users.Store;
using AkkaRealtime.Routing.Users.Store.Blocks;
using AkkaRealtime.Storage;

namespace AkkaRealtime.Push.Owner;

/// <summary>
/// One turn of a room: reads from its log what was said since the last one, and pushes to each member who is to be notified, and is not looking, the newest that is for them. Nothing is
/// decided from memory, so it can be done twice.
/// </summary>
internal sealed class PushTurn(
    IPushStore store, IRoomLog log, IChatStore chat, IUserStore names, IBlockStore blocks, IPushUsers users, PushDelivery delivery, TimeProvider time)
{
    /// <summary>What is older is no news: after an outage nobody is told of what they have long heard otherwise.</summary>
    public static readonly TimeSpan Stale = TimeSpan.FromHours(1);

    /// <summary>For so long a push service keeps a message for a device that it can't reach.</summary>
    public static readonly TimeSpan Kept = TimeSpan.FromDays(1);

    /// <summary>Events of a turn.</summary>
    public const int Page = 200;

    private const int MostFiles = 3;

    /// <summary>Pushes what is new. Up to where that was, and whether there may be more; null: nobody in the room has a subscription.</summary>
    /// <param name="room">The room.</param>
    /// <param name="told">Up to where it was before, where that is not stored yet.</param>
    /// <param name="cancel">The node stops.</param>
    /// <exception cref="StoreUnavailableException">The store can't be reached.</exception>
    public async Task<PushProgress?> RunAsync(RoomId room, long? told, CancellationToken cancel)
    {
        if (await store.RoomAsync(room, cancel).ConfigureAwait(false) is not { } subscribed)
            return null;
        var after = Math.Max(told ?? subscribed.Position ?? 0, subscribed.Head - Page);
        var events = await log.EventsAsync(room, Math.Max(after, 0), uint.MaxValue, Page, cancel).ConfigureAwait(false);
        if (events.Count == 0)
            return new PushProgress(after, HasMore: false);
        var since = time.GetUtcNow() - Stale;
        List<ChatMessage> said = [.. events.Select(e => RoomEventJson.TryDecode(e.Envelope.Utf8)).OfType<ChatMessage>().Where(m => m.At > since)];
        await PushAsync(subscribed, Wanted(subscribed, said), cancel).ConfigureAwait(false);
        return new PushProgress(events[^1].Seq, HasMore: events.Count == Page);
    }

    // The newest that is for each of them: under the same tag, it would go in the place of the others at once.
    private static List<Wanted> Wanted(SubscribedRoom room, List<ChatMessage> said)
    {
        var wanted = new List<Wanted>();
        foreach (var of in room.Members.GroupBy(m => m.Subscription.User))
        {
            if (said.FindLast(m => PushRules.IsFor(m, room.Kind, of.Key, of.First().Notify)) is not { } newest)
                continue;
            List<DeviceSubscription> devices = [.. of.Select(m => m.Subscription).Where(s => s.At <= newest.At)];
            if (devices.Count > 0)
                wanted.Add(new Wanted(of.Key, newest, devices));
        }

        return wanted;
    }

    private async Task PushAsync(SubscribedRoom room, List<Wanted> wanted, CancellationToken cancel)
    {
        if (wanted.Count == 0)
            return;
        List<UserId> asked = wanted.ConvertAll(w => w.User);
        var unread = await chat.UnreadAsync(room.Id, asked, cancel).ConfigureAwait(false);
        foreach (var of in wanted.GroupBy(w => w.Message.By))
        {
            var blockers = await blocks.BlockersAsync(of.Key, [.. of.Select(w => w.User)], cancel).ConfigureAwait(false);
            var name = (await names.LoadUserAsync(of.Key, cancel).ConfigureAwait(false))?.Name ?? of.Key.Value;
            var from = new PushPerson(of.Key, PushNotice.CutName(name));
            await Task.WhenAll(of.Where(w => !blockers.Contains(w.User)).Select(w => PushAsync(room, w, from, unread.GetValueOrDefault(w.User), cancel))).ConfigureAwait(false);
        }
    }

    private async Task PushAsync(SubscribedRoom room, Wanted wanted, PushPerson from, UnreadState unread, CancellationToken cancel)
    {
        // Read already, on whichever device.
        if (unread.Read >= wanted.Message.Seq)
            return;

        // In doubt they are told: twice is better than not at all.
        if (await users.AttentionAsync(wanted.User, cancel).ConfigureAwait(false) is { } attention && (attention.IsHere || attention.IsBusy))
            return;
        var notice = NoticeOf(room, wanted, from) with { Unread = unread.Count.Unread };
        await Task.WhenAll(wanted.Devices.Select(device => delivery.SendAsync(device, notice))).ConfigureAwait(false);
    }

    private static PushNotice NoticeOf(SubscribedRoom room, Wanted wanted, PushPerson from)
    {
        var message = wanted.Message;
        return new PushNotice(PushNotice.Message, $"room-{room.Id}", wanted.User, room.Id, from, message.At)
        {
            RoomName = room.Kind == RoomKinds.Direct ? null : PushNotice.CutName(room.Name),
            MessageId = message.Id,
            Text = message.Text.Length == 0 ? null : PushNotice.Cut(message.Text),
            Files = message is { Text.Length: 0, Attachments: { Count: > 0 } files }
                ? [.. files.Take(MostFiles).Select(f => new PushFile(PushNotice.CutName(f.Name), f.Voice?.Ms))]
                : null,
            Until = message.At + Kept,
        };
    }
}

/// <summary>How far a turn has got.</summary>
/// <param name="Position">The last <c>seq</c> that was looked at.</param>
/// <param name="HasMore">Whether there may be more already.</param>
internal sealed record PushProgress(long Position, bool HasMore);

/// <summary>A message that a user is to be notified of, unless they look.</summary>
internal sealed record Wanted(UserId User, ChatMessage Message, IReadOnlyList<DeviceSubscription> Devices);
