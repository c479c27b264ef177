using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Pictures;

/// <summary><c>people.pictured</c> (protocol §5): where somebody's picture is from now on; without one they have none.</summary>
internal sealed record PersonPicture(UserId User, string? Picture)
{
    /// <summary>As an envelope.</summary>
    public EncodedEnvelope Encode() => EnvelopeWriter.Write("people.pictured", this, PictureJson.Default.PersonPicture);
}

/// <summary>The JSON of <see cref="PersonPicture"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(PersonPicture))]
internal sealed partial class PictureJson : JsonSerializerContext;
