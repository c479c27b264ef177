namespace AkkaRealtime.Tests.Hostile;

/// <summary>A well-formed request of each type, as the members of its data; those with free JSON more than once.</summary>
internal static class SampleRequests
{
    /// <summary>All of them, about a room and a call, and a message of the room.</summary>
    public static IEnumerable<(string Type, Dictionary<string, string> Members)> Of(string room, string call, string message)
    {
        Dictionary<string, string> inRoom = new() { ["room"] = Text(room) };
        Dictionary<string, string> aboutMessage = new(inRoom) { ["id"] = Text(message) };
        Dictionary<string, string> inCall = new() { ["callId"] = Text(call) };
        string[] to = ["bob/laptop", "#sfu/publish", "#sfu/subscribe"];
        return
        [
            ("chat.create", new() { ["kind"] = Text("group"), ["name"] = Text("Tea"), ["members"] = """["bob"]""", ["key"] = Text("k") }),
            ("chat.direct", new() { ["user"] = Text("bob") }),
            ("chat.invite", new(inRoom) { ["users"] = """["carol"]""" }),
            ("chat.remove", new(inRoom) { ["user"] = Text("carol") }),
            ("chat.ban", new(inRoom) { ["users"] = """["carol"]""", ["reason"] = Text("spam"), ["until"] = Text("2100-01-01T00:00:00Z") }),
            ("chat.unban", new(inRoom) { ["users"] = """["carol"]""" }),
            ("chat.bans", new(inRoom) { ["after"] = Text("bob"), ["limit"] = "5" }),
            ("chat.update", new(inRoom) { ["name"] = Text("Coffee"), ["roles"] = """{"bob":"admin"}""" }),
            ("chat.join", inRoom),
            ("chat.send", new(inRoom) { ["text"] = Text("hello"), ["key"] = Text("k"), ["mentions"] = """["bob"]""", ["attachments"] = "[]", ["replyTo"] = Text(message), ["data"] = """{"any":["thing"]}""" }),
            ("chat.edit", new(aboutMessage) { ["text"] = Text("hello!") }),
            ("chat.react", new(aboutMessage) { ["emoji"] = Text("🎉"), ["on"] = "true" }),
            ("chat.report", new(aboutMessage) { ["reason"] = Text("spam") }),
            ("chat.bookmark", new(aboutMessage) { ["on"] = "true" }),
            ("chat.bookmarks", new() { ["cursor"] = Text("1-m1"), ["limit"] = "5" }),
            ("chat.schedule", new(inRoom) { ["key"] = Text("k"), ["at"] = Text("2100-01-01T00:00:00.000Z"), ["text"] = Text("later"), ["mentions"] = "[\"bob\"]", ["data"] = """{"any":["thing"]}""" }),
            ("chat.reschedule", new() { ["id"] = Text("s1"), ["now"] = "true", ["text"] = Text("sooner") }),
            ("chat.unschedule", new() { ["id"] = Text("s1") }),
            ("chat.schedules", new() { ["cursor"] = Text("1-s1"), ["limit"] = "5" }),
            ("chat.commands", inRoom),
            ("chat.command", new(inRoom) { ["key"] = Text("k"), ["name"] = Text("ping"), ["arguments"] = Text("a b") }),
            ("chat.threads", new() { ["unread"] = "true", ["before"] = Text(message), ["limit"] = "5" }),
            ("chat.read-thread", new(inRoom) { ["thread"] = Text(message), ["seq"] = "1" }),
            ("chat.follow-thread", new(inRoom) { ["thread"] = Text(message), ["on"] = "true" }),
            ("chat.pin", new(aboutMessage) { ["on"] = "true" }),
            ("chat.unpreview", aboutMessage),
            ("chat.read", new(inRoom) { ["seq"] = "1" }),
            ("chat.typing", new(inRoom) { ["on"] = "true" }),
            ("chat.delete", aboutMessage),
            ("chat.rooms", new() { ["limit"] = "5", ["cursor"] = Text("1-1") }),
            ("chat.requests", new() { ["before"] = Text(message), ["limit"] = "5" }),
            ("chat.accept", new() { ["request"] = Text(message) }),
            ("chat.decline", new() { ["request"] = Text(message) }),
            ("chat.history", new(inRoom) { ["before"] = "9", ["limit"] = "5" }),
            ("chat.sync", new() { ["rooms"] = $$"""{"{{room}}":0}""" }),
            ("chat.search", new() { ["text"] = Text("hello"), ["room"] = Text(room) }),
            ("chat.members", inRoom),
            ("chat.pins", inRoom),
            ("chat.settings", new(inRoom) { ["notify"] = Text("all"), ["favourite"] = "true", ["hidden"] = "1", ["unread"] = "false" }),
            ("people.sync", []),
            ("people.block", new() { ["user"] = Text("bob") }),
            ("people.unblock", new() { ["user"] = Text("bob") }),
            ("people.blocks", new() { ["after"] = Text("bob"), ["limit"] = "5" }),
            ("people.shared", new() { ["user"] = Text("bob") }),
            ("people.pictures", new() { ["users"] = """["bob"]""" }),
            ("people.find", new() { ["query"] = Text("a"), ["after"] = Text("bob"), ["limit"] = "5" }),
            ("chat.directory", []),
            ("chat.watch", inRoom),
            ("chat.unwatch", inRoom),
            ("call.start", new(inRoom) { ["media"] = Text("audio"), ["key"] = Text("k") }),
            ("call.invite", new(inCall) { ["users"] = """["carol"]""" }),
            .. to.Select(who => ("call.signal", new Dictionary<string, string>(inCall) { ["to"] = Text(who), ["candidate"] = """{"candidate":"x"}""" })),
            .. to.Select(who => ("call.signal", new Dictionary<string, string>(inCall) { ["to"] = Text(who), ["description"] = """{"type":"offer","sdp":"v=0"}""" })),
            ("call.media", new(inCall) { ["audio"] = "true", ["video"] = "false", ["screen"] = "false" }),
            ("call.stats", new(inCall) { ["rttMs"] = "1.5" }),
            ("call.reaction", new(inCall) { ["emoji"] = Text("🎉") }),
            ("call.mute", new(inCall) { ["participant"] = Text("bob/laptop") }),
            ("call.history", new() { ["limit"] = "3" }),
            ("call.seen", inCall),
            ("status.set", new() { ["status"] = Text("busy"), ["text"] = Text("deep in thought"), ["clearAt"] = Text("2100-01-01T00:00:00Z") }),
            ("status.skip-quiet", new() { ["on"] = "true" }),
            ("status.quiet", new() { ["hours"] = """{"from":"22:00","to":"07:00","days":[1,2],"zone":"Etc/UTC"}""" }),
            ("status.zone", new() { ["zone"] = Text("Europe/Berlin") }),
            ("status.activity", new() { ["idle"] = "true", ["zone"] = Text("Europe/Berlin"), ["hidden"] = "true" }),
            ("push.subscribe", new() { ["endpoint"] = Text("https://fcm.googleapis.com/fcm/send/1"), ["keys"] = """{"p256dh":"BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4","auth":"BTBZMqHH6r4Tts7J_aSIgg"}""" }),
            ("push.unsubscribe", new() { ["endpoint"] = Text("https://fcm.googleapis.com/fcm/send/1") }),
            ("status.subscribe", new() { ["users"] = """["bob"]""" }),
            ("status.get", new() { ["users"] = """["bob"]""" }),
            ("topic.subscribe", new() { ["topic"] = Text("prices"), ["after"] = "0", ["epoch"] = Text("e") }),
            ("topic.unsubscribe", new() { ["topic"] = Text("prices") }),
            ("whiteboard.open", new() { ["board"] = Text("b") }),
            ("whiteboard.draw", new() { ["board"] = Text("b"), ["stroke"] = Text("round") }),
            ("note.take", new() { ["note"] = """{"any":["thing"]}""" }),
            ("session.ping", []),
            ("session.list", []),
            ("session.end", new() { ["device"] = Text("nobodys") }),
        ];
    }

    private static string Text(string text) => $"\"{text}\"";
}
