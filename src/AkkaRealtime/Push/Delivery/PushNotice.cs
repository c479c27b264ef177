using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Push.Store;

namespace AkkaRealtime.Push.Delivery;

/// <summary>What a device is told (protocol §5): no more than it shows, since a push service takes about 4 KB.</summary>
/// <param name="Kind"><c>message</c>, <c>call</c> or <c>call-ended</c>.</param>
/// <param name="Tag">What is shown under the same tag is replaced.</param>
/// <param name="User">For whom: another user may be signed in there by now.</param>
/// <param name="Room">The room.</param>
/// <param name="From">Who wrote, or calls.</param>
/// <param name="At">When.</param>
internal sealed record PushNotice(string Kind, string Tag, UserId User, RoomId Room, PushPerson From, DateTimeOffset At)
{
    public const string Message = "message";
    public const string Call = "call";
    public const string CallEnded = "call-ended";

    private const int MostText = 240;
    private const int MostName = 64;

    /// <summary>What the room is called; null for a conversation of two, which is called as <see cref="From"/>.</summary>
    public string? RoomName { get; init; }

    /// <summary>The message.</summary>
    public MessageId? MessageId { get; init; }

    /// <summary>How its text begins.</summary>
    public string? Text { get; init; }

    /// <summary>The names of its files, where it has no text; of a voice message, only how long it is.</summary>
    public IReadOnlyList<PushFile>? Files { get; init; }

    /// <summary>How much is unread in the room.</summary>
    public long? Unread { get; init; }

    /// <summary>The call.</summary>
    public CallId? CallId { get; init; }

    /// <summary><c>audio</c> or <c>video</c>.</summary>
    public string? Media { get; init; }

    /// <summary>When ringing ends by itself.</summary>
    public DateTimeOffset? ExpiresAt { get; init; }

    /// <summary>How ringing ended: <c>answered</c>, <c>declined</c> or <c>missed</c>.</summary>
    public string? Outcome { get; init; }

    /// <summary>Until when it is worth to be told; not told itself.</summary>
    [JsonIgnore]
    public DateTimeOffset Until { get; init; }

    /// <summary>Whether a device that saves its battery is to be woken.</summary>
    [JsonIgnore]
    public bool IsUrgent => Kind != Message;

    /// <summary>A text as it is told: no longer than it is shown.</summary>
    public static string Cut(string text) => Cut(text, MostText);

    /// <summary>A name as it is told.</summary>
    public static string CutName(string name) => Cut(name, MostName);

    /// <summary>What is encrypted.</summary>
    public string ToJson() => EncodedJson.Of(this, PushNoticeJson.Default.PushNotice).ToString();

    /// <summary>By what the push service replaces what the device has not got yet (RFC 8030 §5.4). It says nothing of the room, and is another one for each device.</summary>
    public string TopicFor(DeviceSubscription to) => Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes($"{to.Auth}|{Tag}")).AsSpan(0, 24));

    // No half of a character that takes two.
    private static string Cut(string text, int most) =>
        text.Length <= most ? text : $"{text[..(char.IsHighSurrogate(text[most - 2]) ? most - 2 : most - 1)]}…";
}

/// <summary>Who wrote, or calls.</summary>
internal sealed record PushPerson(UserId Id, string Name);

/// <summary>A file.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="VoiceMs">How long a voice message is; null: it is none.</param>
internal sealed record PushFile(string Name, int? VoiceMs);

/// <summary>The JSON of <see cref="PushNotice"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(WireTimeConverter)])]
[JsonSerializable(typeof(PushNotice))]
internal sealed partial class PushNoticeJson : JsonSerializerContext;
