using System.Text.Json.Serialization;

namespace AkkaRealtime.Cli.Doctor;

/// <summary>How something is.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Verdict>))]
internal enum Verdict
{
    /// <summary>As it should be.</summary>
    [JsonStringEnumMemberName("good")]
    Good,

    /// <summary>It goes, and somebody should look.</summary>
    [JsonStringEnumMemberName("warning")]
    Warning,

    /// <summary>It does not go.</summary>
    [JsonStringEnumMemberName("bad")]
    Bad,
}

/// <summary>What was found.</summary>
/// <param name="About">Of what.</param>
/// <param name="Verdict">How it is.</param>
/// <param name="Says">A sentence, with what to do where something is to be done.</param>
internal sealed record Finding(string About, Verdict Verdict, string Says)
{
    public static Finding Good(string about, string says) => new(about, Verdict.Good, says);

    public static Finding Warning(string about, string says) => new(about, Verdict.Warning, says);

    public static Finding Bad(string about, string says) => new(about, Verdict.Bad, says);
}
