using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Chat.Wire;
using AkkaRealtime.Storage;
using AkkaRealtime.Storage.Postgres;
using Npgsql;

namespace AkkaRealtime.Routing.Chat.Store.Postgres;

/// <summary>Gathers what the events of a batch change, so that each table is written by one command.</summary>
internal sealed class PostgresRoomRows(PostgresBatch batch) : IRoomRows
{
    private readonly List<(UserId User, UserId By, long Room, long Seq)> _mentions = [];
    private readonly HashSet<(long Room, long Seq)> _unmentioned = [];
    private readonly Dictionary<(long Room, long Seq), MessageOverlay> _overlays = [];
    private readonly Dictionary<(long Room, long Seq), string?> _texts = [];
    private readonly HashSet<(long Room, long Seq)> _again = [];
    private readonly HashSet<(long Room, long Message, long Seq)> _edits = [];
    private readonly HashSet<(long Room, long Seq)> _emptied = [];
    private readonly List<(MessageId Message, string File)> _fileUses = [];
    private readonly List<(MessageId Message, string File)> _unused = [];
    private readonly List<MessageId> _fileless = [];
    private readonly HashSet<long> _renamed = [];
    private readonly Dictionary<long, (int? SlowModeSeconds, string? PostRole)> _posting = [];
    private readonly Dictionary<(long Room, string User), (UserId By, DateTimeOffset At, RoomBan Ban)?> _bans = [];

    // The room under way.
    private LogRoom _room = null!;

    /// <summary>What stands in the store, and what the batch has made of it so far.</summary>
    public LoadedMessages Loaded { get; } = new();

    /// <summary>What happens to members.</summary>
    public MemberChanges Members { get; } = new();

    /// <summary>What happens to who follows which thread.</summary>
    public ThreadCommands Threads { get; } = new();

    /// <summary>What follows is about <paramref name="room"/>.</summary>
    public void Begin(LogRoom room, NewRoom? create)
    {
        _room = room;
        if (create is not null)
            Loaded.Names[room.Number] = (create.Name, create.Topic);
    }

    /// <inheritdoc/>
    public void Join(UserId user, string role, long seq) => Members.Join(_room, user, role, seq);

    /// <inheritdoc/>
    public void Leave(UserId user)
    {
        Members.Leave(_room, user);
        Threads.Remove(_room.Number, user);
    }

    /// <inheritdoc/>
    public void Ban(UserId user, UserId by, DateTimeOffset at, RoomBan ban) => _bans[(_room.Number, user.Value)] = (by, at, ban);

    /// <inheritdoc/>
    public void Unban(UserId user) => _bans[(_room.Number, user.Value)] = null;

    /// <inheritdoc/>
    public void ChangeRole(UserId user, string role) => Members.Of(_room.Id, user).Change(role);

    /// <inheritdoc/>
    public void MarkRead(UserId user, long seq) => Members.Of(_room.Id, user).Mark(seq, seq);

    /// <inheritdoc/>
    public void MarkAllRead(long seq) => Members.MarkJoined(_room, seq);

    /// <inheritdoc/>
    public void Rename(string? name, string? topic)
    {
        var before = Loaded.Names[_room.Number];
        Loaded.Names[_room.Number] = (name ?? before.Name, topic ?? before.Topic);
        _renamed.Add(_room.Number);
    }

    /// <inheritdoc/>
    public void SetPosting(int? slowModeSeconds, string? postRole)
    {
        var before = _posting.GetValueOrDefault(_room.Number);
        _posting[_room.Number] = (slowModeSeconds ?? before.SlowModeSeconds, postRole ?? before.PostRole);
    }

    /// <inheritdoc/>
    public void AddMessage(MessageId id, long seq) => Loaded.Messages[(_room.Number, id.Value)] = seq;

    /// <inheritdoc/>
    public long? Find(MessageId id) => Loaded.Messages.TryGetValue((_room.Number, id.Value), out var seq) ? seq : null;

    /// <inheritdoc/>
    public MessageOverlay Overlay(long message) => Loaded.Overlays.GetValueOrDefault((_room.Number, message)) ?? new MessageOverlay();

    /// <inheritdoc/>
    public void SetOverlay(long message, MessageOverlay overlay) =>
        Loaded.Overlays[(_room.Number, message)] = _overlays[(_room.Number, message)] = overlay;

    /// <inheritdoc/>
    public void AddMention(UserId user, UserId by, long message) => _mentions.Add((user, by, _room.Number, message));

    /// <inheritdoc/>
    public void AddReply(MessageId thread, UserId by, long seq) => Threads.AddReply(_room.Number, thread, by, seq);

    /// <inheritdoc/>
    public void AddThreadMention(MessageId thread, UserId user, UserId by, long seq) => Threads.AddMention(_room.Number, thread, user, by, seq);

    /// <inheritdoc/>
    public void RemoveMentions(long message) => _unmentioned.Add((_room.Number, message));

    /// <inheritdoc/>
    public void Index(long message, string? text, bool again)
    {
        if (again)
            _again.Add((_room.Number, message));
        if (again || text is { Length: > 0 })
            _texts[(_room.Number, message)] = text;
    }

    /// <inheritdoc/>
    public void AddEdit(long message, long edit) => _edits.Add((_room.Number, message, edit));

    /// <inheritdoc/>
    public void Empty(long message, MessageId id)
    {
        _emptied.Add((_room.Number, message));
        foreach (var envelope in Loaded.Said.GetValueOrDefault((_room.Number, message), []))
        {
            if (Redaction.Of(envelope) is { } empty)
                batch.Rewrite(_room, empty);
        }

        // What this batch stores as well.
        foreach (var e in batch.Appended(_room))
        {
            if (((e as ChatMessage)?.Id ?? (e as ChatEdited)?.Id ?? (e as ChatPreviewed)?.Id) == id && Redaction.Of((RoomEvent)e) is { } empty)
                batch.Rewrite(_room, empty);
        }

        _edits.RemoveWhere(e => e.Room == _room.Number && e.Message == message);
    }

    /// <inheritdoc/>
    public void UseFile(MessageId message, string file) => _fileUses.Add((message, file));

    /// <inheritdoc/>
    public void ReleaseFile(MessageId message, string file) => _unused.Add((message, file));

    /// <inheritdoc/>
    public void ReleaseFiles(MessageId message) => _fileless.Add(message);

    /// <summary>Adds the commands that write what was gathered; none where that is nothing.</summary>
    public void AddCommands(NpgsqlBatch commands)
    {
        if (_renamed.Count > 0)
            ChatCommands.AddNames(commands, [.. _renamed.Select(n => (n, Loaded.Names[n].Name, Loaded.Names[n].Topic))]);
        foreach (var (room, (slowMode, postRole)) in _posting)
        {
            commands.Add(
                "UPDATE rooms SET slow_mode = coalesce($2::bigint::integer, slow_mode), post_role = coalesce($3::text, post_role) WHERE n = $1", room, (long?)slowMode, postRole);
        }

        if (_emptied.Count > 0)
            ChatCommands.RemoveEdits(commands, [.. _emptied]);
        MemberCommands.Add(commands, Members);
        if (_bans.Count > 0)
            BanCommands.Add(commands, _bans);
        if (_mentions.Count > 0)
            ChatCommands.AddMentions(commands, [.. _mentions]);
        Threads.AddCommands(commands);
        if (_overlays.Count > 0)
            ChatCommands.AddOverlays(commands, [.. _overlays]);
        if (_again.Count > 0)
            TokenCommands.RemoveFormer(commands, [.. _again]);
        if (_texts.Count > 0)
            TokenCommands.Add(commands, _texts);
        if (_unmentioned.Count > 0)
            ChatCommands.RemoveMentions(commands, [.. _unmentioned]);

        // Those who name a file before those who don't any more: a file that a message of the same batch names as well stays.
        if (_fileUses.Count > 0)
            PostgresFileUses.Add(commands, [.. _fileUses.Select(u => u.Message.Value)], [.. _fileUses.Select(u => u.File)]);
        if (_unused.Count > 0)
            PostgresFileUses.Remove(commands, [.. _unused.Select(u => u.Message.Value)], [.. _unused.Select(u => u.File)]);
        if (_fileless.Count > 0)
            PostgresFileUses.Remove(commands, [.. _fileless.Select(m => m.Value)]);
        if (_edits.Count > 0)
            ChatCommands.AddEdits(commands, [.. _edits]);
    }
}
