using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Names;

/// <summary><c>people.renamed</c> (protocol §5): what a user is called from now on.</summary>
internal sealed record PersonRenamed(UserId User, string Name)
{
    /// <summary>As an envelope.</summary>
    public EncodedEnvelope Encode() => EnvelopeWriter.Write("people.renamed", this, NameJson.Default.PersonRenamed);
}

/// <summary>The JSON of <see cref="PersonRenamed"/>.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web)]
[JsonSerializable(typeof(PersonRenamed))]
internal sealed partial class NameJson : JsonSerializerContext;
