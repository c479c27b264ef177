using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Status;

/// <summary>What users' entities are told and tell, as far as it may cross nodes.</summary>
internal static class StatusManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("u1", StatusNodeJson.Default.OpenSession),
        Manifest.Of("u2", StatusNodeJson.Default.SessionOpened),
        Manifest.Of("u3", StatusNodeJson.Default.CloseSession),
        Manifest.Of("u4", StatusNodeJson.Default.TellUser),
        Manifest.Of("u5", StatusNodeJson.Default.UserEntersRoom),
        Manifest.Of("u6", StatusNodeJson.Default.RingUser),
        Manifest.Of("u7", StatusNodeJson.Default.RingAnswer),
        Manifest.Of("u8", StatusNodeJson.Default.HoldCall),
        Manifest.Of("u9", StatusNodeJson.Default.ReleaseCall),
        Manifest.Of("u10", StatusNodeJson.Default.EnterCall),
        Manifest.Of("u11", StatusNodeJson.Default.EnterCallAnswer),
        Manifest.Of("u12", StatusNodeJson.Default.SetStatus),
        Manifest.Of("u13", StatusNodeJson.Default.SetActivity),
        Manifest.Of("u14", StatusNodeJson.Default.GetStatus),
        Manifest.Of("u15", StatusNodeJson.Default.StatusAnswer),
        Manifest.Of("u20", StatusNodeJson.Default.GetSessions),
        Manifest.Of("u21", StatusNodeJson.Default.UserSessions),
        Manifest.Of("u22", StatusNodeJson.Default.RevokeSessions),
        Manifest.Of("u23", StatusNodeJson.Default.SessionsRevoked),
        Manifest.Of("u24", StatusNodeJson.Default.EraseProfile),
        Manifest.Of("u25", StatusNodeJson.Default.ProfileErased),
        Manifest.Of("u26", StatusNodeJson.Default.VisibilityChanged),
    ];
}

/// <summary>The JSON of <see cref="StatusManifests"/>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(EncodedEnvelopeConverter)])]
[JsonSerializable(typeof(OpenSession))]
[JsonSerializable(typeof(SessionOpened))]
[JsonSerializable(typeof(CloseSession))]
[JsonSerializable(typeof(TellUser))]
[JsonSerializable(typeof(UserEntersRoom))]
[JsonSerializable(typeof(RingUser))]
[JsonSerializable(typeof(RingAnswer))]
[JsonSerializable(typeof(HoldCall))]
[JsonSerializable(typeof(ReleaseCall))]
[JsonSerializable(typeof(EnterCall))]
[JsonSerializable(typeof(EnterCallAnswer))]
[JsonSerializable(typeof(SetStatus))]
[JsonSerializable(typeof(SetActivity))]
[JsonSerializable(typeof(GetStatus))]
[JsonSerializable(typeof(StatusAnswer))]
[JsonSerializable(typeof(GetSessions))]
[JsonSerializable(typeof(UserSessions))]
[JsonSerializable(typeof(RevokeSessions))]
[JsonSerializable(typeof(SessionsRevoked))]
[JsonSerializable(typeof(EraseProfile))]
[JsonSerializable(typeof(ProfileErased))]
[JsonSerializable(typeof(VisibilityChanged))]
internal sealed partial class StatusNodeJson : JsonSerializerContext;
