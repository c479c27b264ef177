namespace AkkaRealtime.Tests.Rights;

/// <summary>What is asked in the cells of docs/security.md: well formed, and about things that are there.</summary>
internal static class RightsRequests
{
    /// <summary>About a room, and a message in it that its owner wrote.</summary>
    public static object OfRoom(string type, string room, string message, string other) => type switch
    {
        "chat.invite" => new { room, users = new[] { "newcomer" } },
        "chat.remove" => new { room, users = new[] { other } },
        "chat.ban" or "chat.unban" => new { room, users = new[] { other } },
        "chat.update" => new { room, name = "Renamed" },
        "chat.send" => new { room, key = Guid.NewGuid().ToString("n"), text = "hello" },
        "chat.edit" => new { room, id = message, text = "changed" },
        "chat.delete" => new { room, id = message },
        "chat.react" => new { room, id = message, emoji = "👍", on = true },
        "chat.report" => new { room, id = message },
        "chat.command" => new { room, key = Guid.NewGuid().ToString("n"), name = "ping" },
        "chat.bookmark" => new { room, id = message, on = true },
        "chat.read-thread" => new { room, thread = message, seq = 1 },
        "chat.follow-thread" => new { room, thread = message, on = true },
        "chat.schedule" => new { room, key = Guid.NewGuid().ToString("n"), at = TimeProvider.System.GetUtcNow().AddDays(1), text = "later" },
        "chat.pin" => new { room, id = message, on = true },
        "chat.unpreview" => new { room, id = message },
        "chat.sync" => new { rooms = new Dictionary<string, int> { [room] = 0 } },
        "chat.read" => new { room, seq = 1 },
        "chat.typing" => new { room, on = true },
        "chat.search" => new { room, text = "word" },
        "chat.settings" => new { room, favourite = true },
        "call.start" => new { room, media = "audio", key = Guid.NewGuid().ToString("n") },
        _ => new { room },
    };

    /// <summary>About a call.</summary>
    public static object OfCall(string type, string call, string to, string rung) => type switch
    {
        "call.invite" => new { callId = call, users = new[] { "declined" } },
        "call.mute" => new { callId = call, participant = "participant/participant" },
        "call.remove" => new { callId = call, user = rung },
        "call.signal" => new { callId = call, to, candidate = new { candidate = "" } },
        "call.media" => new { callId = call, audio = true, video = false, screen = false },
        "call.reaction" => new { callId = call, emoji = "👍" },
        "call.stats" => new { callId = call, rttMs = 1 },
        _ => new { callId = call },
    };

    /// <summary>About nothing in particular, or about <paramref name="user"/> and <paramref name="topic"/>.</summary>
    public static object OfOwn(string type, string user, string topic, string text = "word") => type switch
    {
        "session.auth" => new { token = "none" },
        "session.end" => new { device = "elsewhere" },
        "chat.accept" or "chat.decline" => new { request = "of-somebody-else" },
        "chat.reschedule" => new { id = "of-somebody-else", now = true },
        "chat.unschedule" => new { id = "of-somebody-else" },
        "chat.create" => new { kind = "group", name = "Room" },
        "chat.direct" => new { user },
        "chat.search" => new { text },
        "people.find" => new { query = user },
        "people.block" or "people.unblock" or "people.shared" => new { user },
        "people.sync" => new { since = "2020-01-01T00:00:00.000Z" },
        "status.set" => new { status = "away" },
        "status.zone" => new { zone = "Europe/Berlin" },
        "status.skip-quiet" => new { on = false },
        "status.activity" => new { idle = true },
        "status.subscribe" or "status.get" or "people.pictures" => new { users = new[] { user } },
        "push.subscribe" => new
        {
            endpoint = "https://fcm.googleapis.com/fcm/send/1",
            keys = new { p256dh = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4", auth = "BTBZMqHH6r4Tts7J_aSIgg" },
        },
        "push.unsubscribe" => new { endpoint = "https://fcm.googleapis.com/fcm/send/1" },
        "topic.subscribe" or "topic.unsubscribe" => new { topic },
        _ => new { },
    };
}
