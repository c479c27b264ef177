using System.Text.Json.Serialization;
using AkkaRealtime.Clustering;
using AkkaRealtime.Envelopes;
using AkkaRealtime.Routing.Users.Owner;
using AkkaRealtime.Routing.Users.Ringing;
using AkkaRealtime.Routing.Users.Sessions;
using AkkaRealtime.Routing.Users.Status;
using AkkaRealtime.Routing.Users.Status.Wire;

namespace AkkaRealtime.Routing.Users;

/// <summary>What may cross nodes of what users' entities send and receive.</summary>
internal static class UserManifests
{
    /// <summary>All of it; see <see cref="Manifest"/> for the rules of names. Retired, never to be used again: u2, u6, u8 and u10, which carried calls in another shape.</summary>
    public static IReadOnlyList<Manifest> All { get; } =
    [
        Manifest.Of("u4", () => UserNodeJson.Default.TellUser),
        Manifest.Of("u5", () => UserNodeJson.Default.UserEntersRoom),
        Manifest.Of("u28", () => UserNodeJson.Default.RingUser),
        Manifest.Of("u7", () => UserNodeJson.Default.RingAnswer),
        Manifest.Of("u29", () => UserNodeJson.Default.ReserveUser),
        Manifest.Of("u9", () => UserNodeJson.Default.ReleaseUser),
        Manifest.Of("u30", () => UserNodeJson.Default.EnterCall),
        Manifest.Of("u11", () => UserNodeJson.Default.EnterCallAnswer),
        Manifest.Of("u12", () => UserNodeJson.Default.SetStatus),
        Manifest.Of("u13", () => UserNodeJson.Default.SetActivity),
        Manifest.Of("u14", () => UserNodeJson.Default.GetStatus),
        Manifest.Of("u15", () => UserNodeJson.Default.StatusAnswer),
        Manifest.Of("u20", () => UserNodeJson.Default.GetSessions),
        Manifest.Of("u21", () => UserNodeJson.Default.UserSessions),
        Manifest.Of("u22", () => UserNodeJson.Default.RevokeSessions),
        Manifest.Of("u23", () => UserNodeJson.Default.SessionsRevoked),
        Manifest.Of("u24", () => UserNodeJson.Default.EraseProfile),
        Manifest.Of("u25", () => UserNodeJson.Default.ProfileErased),
        Manifest.Of("u31", () => UserNodeJson.Default.NameUser),
        Manifest.Of("u32", () => UserNodeJson.Default.UserNamed),
        Manifest.Of("u33", () => UserNodeJson.Default.ListOwnSessions),
        Manifest.Of("u34", () => UserNodeJson.Default.EndOwnSessions),
        Manifest.Of("u35", () => UserNodeJson.Default.BlockChanged),
        Manifest.Of("u36", () => UserNodeJson.Default.AskAttention),
        Manifest.Of("u37", () => UserNodeJson.Default.Attention),
    ];
}

/// <summary>The JSON of <see cref="UserManifests"/>.</summary>
[JsonSourceGenerationOptions(DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, Converters = [typeof(EncodedEnvelopeConverter), typeof(WallTimeConverter)])]
[JsonSerializable(typeof(TellUser))]
[JsonSerializable(typeof(UserEntersRoom))]
[JsonSerializable(typeof(RingUser))]
[JsonSerializable(typeof(RingAnswer))]
[JsonSerializable(typeof(ReserveUser))]
[JsonSerializable(typeof(ReleaseUser))]
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
[JsonSerializable(typeof(NameUser))]
[JsonSerializable(typeof(UserNamed))]
[JsonSerializable(typeof(ListOwnSessions))]
[JsonSerializable(typeof(EndOwnSessions))]
[JsonSerializable(typeof(BlockChanged))]
[JsonSerializable(typeof(AskAttention))]
[JsonSerializable(typeof(Attention))]
internal sealed partial class UserNodeJson : JsonSerializerContext;
