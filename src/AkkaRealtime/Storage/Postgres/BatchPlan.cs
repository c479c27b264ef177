using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;

namespace AkkaRealtime.Storage.Postgres;

/// <summary>
/// Decides in memory what a batch writes: numbers the events, finds the keys that are stored already, and derives rooms, members, mentions,
/// overlays and texts. The rooms are locked meanwhile, so what was loaded holds until the commit.
/// </summary>
internal sealed class BatchPlan(BatchState state)
{
    public List<(RoomRow Room, RoomEvent Event, EncodedEnvelope Envelope, long Ordinal)> Events { get; } = [];

    public List<(RoomRow Room, long CreatedAt)> NewRooms { get; } = [];

    public Dictionary<(string Room, string User), MemberChange> Members { get; } = [];

    public List<(UserId User, long Room, long Seq)> Mentions { get; } = [];

    /// <summary>Messages that name files, in order; and messages that were deleted.</summary>
    public List<(MessageId Message, string File)> FileUses { get; } = [];

    public List<MessageId> Deleted { get; } = [];

    /// <summary>Stored events that lose what was said in them, by where they stand.</summary>
    public Dictionary<(long Room, long Seq), byte[]> Emptied { get; } = [];

    /// <summary>The messages of which nothing is left in the log; their edits need no more to be known.</summary>
    public HashSet<(long Room, long Seq)> EmptiedMessages { get; } = [];

    public Dictionary<(long Room, long Seq), MessageOverlay> Overlays { get; } = [];

    /// <summary>Texts to be searched from now on; null for no more.</summary>
    public Dictionary<(long Room, long Seq), string?> Texts { get; } = [];

    public Dictionary<UserId, SaveUser> Users { get; } = [];

    public Dictionary<CallId, SaveCall> Calls { get; } = [];

    /// <summary>In whose histories calls stand, and whether they missed them; the last word of the batch counts.</summary>
    public Dictionary<(UserId User, CallId Call), SaveCall> CallUsers { get; } = [];

    public List<SaveCallsSeen> CallsSeen { get; } = [];

    /// <summary>The edits of messages, by where the message and the edit stand.</summary>
    public HashSet<(long Room, long Message, long Seq)> Edits { get; } = [];

    /// <summary>Who left which room.</summary>
    public HashSet<(UserId User, string Room)> LeftRooms { get; } = [];

    public Dictionary<RoomId, int?> KeepDays { get; } = [];

    public Dictionary<UserId, Erasure> Erasures { get; } = [];

    /// <summary>The rooms that the batch touches.</summary>
    public IEnumerable<RoomRow> Rooms => state.Rooms.Values;

    /// <summary>Plans an entry and says what becomes of it if the batch is committed.</summary>
    public JournalResult Apply(JournalEntry entry)
    {
        switch (entry)
        {
            case AppendEvents append:
                return Append(append);
            case SaveMark mark:
                Member(mark.Room.Value, mark.User).Mark(mark.Read, mark.Delivered);
                break;
            case SaveUser user:
                Users[user.User] = user;
                break;
            case SaveCall call:
                Calls[call.Call] = call;
                foreach (var user in call.Users)
                    CallUsers[(user, call.Call)] = call;
                break;
            case SaveCallsSeen seen:
                CallsSeen.Add(seen);
                break;
            case SaveRetention retention:
                KeepDays[retention.Room] = retention.Days;
                break;
            case SaveErasure { Erasure: var erasure }:
                Erasures[erasure.User] = erasure;
                break;
            default:
                throw new InvalidOperationException($"No way to store {entry.GetType().Name}: add it here.");
        }

        return new Saved(entry);
    }

    private JournalResult Append(AppendEvents entry)
    {
        var exists = state.Rooms.TryGetValue(entry.Room, out var room);
        if (exists != entry.Create is null || entry.After != (room?.Head ?? 0))
            return new EventsRefused(entry.Room, AppendRefusal.Superseded);
        if (room is null)
        {
            if (entry.Create!.Pair is { } pair && state.Pairs.TryGetValue(pair, out var existing))
                return new EventsRefused(entry.Room, AppendRefusal.PairExists, existing);
            room = Create(entry);
        }

        var appended = new AppendedEvent[entry.Events.Count];
        for (var i = 0; i < appended.Length; i++)
            appended[i] = AppendOne(room, entry.Events[i]);

        // A room that was just made is unread for nobody.
        if (entry.Create is not null)
        {
            foreach (var e in entry.Events)
            {
                if (e is ChatJoined joined)
                    Member(room.Id, joined.User).Mark(room.Head, room.Head);
            }
        }

        return new EventsAppended(entry.Room, room.Head, appended);
    }

    private RoomRow Create(AppendEvents entry)
    {
        var create = entry.Create!;
        var room = new RoomRow(state.FreeNumbers.Dequeue(), entry.Room.Value) { Create = create, Name = create.Name, Topic = create.Topic };
        state.Rooms.Add(entry.Room, room);
        if (create.Pair is not null)
            state.Pairs.Add(create.Pair, entry.Room);
        NewRooms.Add((room, entry.Events[0].At.ToUnixTimeMilliseconds()));
        return room;
    }

    private AppendedEvent AppendOne(RoomRow room, RoomEvent e)
    {
        var message = e as ChatMessage;
        var key = message is null ? default : new SentKey(new RoomId(room.Id), message.By, message.Key);
        if (message is not null && state.Sent.TryGetValue(key, out var stored))
            return stored with { Duplicate = true };
        room.Head++;
        room.Advanced = true;
        room.ActiveAt = e.At.ToUnixTimeMilliseconds();
        var numbered = e with { Seq = room.Head };
        var appended = new AppendedEvent(numbered, RoomEventJson.Encode(numbered), false);
        if (message is null)
        {
            Derive(room, numbered);
        }
        else
        {
            state.Sent.Add(key, appended);
            DeriveMessage(room, message);
        }

        Events.Add((room, numbered, appended.Envelope, room.Messages));
        return appended;
    }

    private void DeriveMessage(RoomRow room, ChatMessage message)
    {
        room.Messages++;
        room.LastMessage = room.Head;
        Member(room.Id, message.By).Mark(room.Head, room.Head);
        state.Targets[(room.N, message.Id.Value)] = new MessageTarget(room.N, room.Head, new MessageOverlay());
        if (message.Text.Length > 0)
            Texts[(room.N, room.Head)] = message.Text;
        foreach (var user in message.Mentions ?? [])
            Mentions.Add((user, room.N, room.Head));
        foreach (var file in message.Attachments ?? [])
            FileUses.Add((message.Id, file.Id));
    }

    private void Derive(RoomRow room, RoomEvent e)
    {
        switch (e)
        {
            case ChatJoined joined:
                Member(room.Id, joined.User).Join(e.Seq, joined.Role);
                room.MembersChanged = true;
                break;
            case ChatLeft left:
                Member(room.Id, left.User).Leave();
                LeftRooms.Add((left.User, room.Id));
                room.MembersChanged = true;
                break;
            case ChatUpdated updated:
                room.Renamed |= updated.Name is not null || updated.Topic is not null;
                room.Name = updated.Name ?? room.Name;
                room.Topic = updated.Topic ?? room.Topic;
                foreach (var (user, role) in updated.Roles ?? new Dictionary<UserId, string>())
                    Member(room.Id, user).Change(role);
                break;
            default:
                if (BatchState.TargetOf(e) is { } id)
                    Overlay(room, id, e);
                break;
        }
    }

    private void Overlay(RoomRow room, MessageId id, RoomEvent e)
    {
        if (!state.Targets.TryGetValue((room.N, id.Value), out var target))
            return;
        target = target with { Overlay = target.Overlay.Apply(e) };
        state.Targets[(room.N, id.Value)] = target;
        Overlays[(target.Room, target.Seq)] = target.Overlay;
        if (e is ChatDeleted deleted)
            Delete(room, deleted, target.Seq);
        if (e is ChatEdited)
            Edits.Add((target.Room, target.Seq, e.Seq));
        if (target.Overlay.Deleted)
            Texts[(target.Room, target.Seq)] = null;
        else if (e is ChatEdited edited)
            Texts[(target.Room, target.Seq)] = edited.Text;
    }

    private void Delete(RoomRow room, ChatDeleted deleted, long seq)
    {
        Deleted.Add(deleted.Id);
        if (deleted.Empties)
            EmptyMessage(room, deleted.Id, seq);
    }

    // What it said goes with the commit that says so: out of what is stored, and out of what this batch stores.
    private void EmptyMessage(RoomRow room, MessageId id, long seq)
    {
        EmptiedMessages.Add((room.N, seq));
        foreach (var (at, envelope) in state.Said.GetValueOrDefault((room.N, seq), []))
        {
            if (Empty(room, RoomEventJson.Decode(envelope)) is var (_, bytes))
                Emptied[(room.N, at)] = Rows.Array(bytes.Utf8);
        }

        for (var i = 0; i < Events.Count; i++)
        {
            var (of, e, _, ordinal) = Events[i];
            var about = (e as ChatMessage)?.Id ?? (e as ChatEdited)?.Id;
            if (of == room && about == id && Empty(room, e) is var (empty, bytes))
                Events[i] = (room, empty, bytes, ordinal);
        }

        Edits.RemoveWhere(e => e.Room == room.N && e.Message == seq);
    }

    private (RoomEvent Event, EncodedEnvelope Bytes)? Empty(RoomRow room, RoomEvent e)
    {
        if (Redaction.Of(e) is not { } empty)
            return null;
        var bytes = RoomEventJson.Encode(empty);

        // Who sends the key again is answered with what is stored then.
        if (empty is ChatMessage message && new SentKey(new RoomId(room.Id), message.By, message.Key) is var key && state.Sent.TryGetValue(key, out var sent))
            state.Sent[key] = sent with { Event = empty, Envelope = bytes };
        return (empty, bytes);
    }

    private MemberChange Member(string room, UserId user)
    {
        if (!Members.TryGetValue((room, user.Value), out var change))
            Members.Add((room, user.Value), change = new MemberChange());
        return change;
    }
}
