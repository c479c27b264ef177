using System.Text.Json;

namespace AkkaRealtime.Server.Tests.Support;

/// <summary>An envelope from the server.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Data">Its data; an empty object where it was left out.</param>
/// <param name="Text">The whole frame, as it came.</param>
public sealed record Received(string Type, JsonElement Data, string Text)
{
    private static readonly JsonElement Empty = JsonElement.Parse("{}");

    /// <summary>Parses a frame; fails where it is no envelope of protocol §1 (exactly <c>type</c> and <c>data</c>).</summary>
    public static Received Parse(string text)
    {
        var envelope = JsonElement.Parse(text);
        var names = envelope.EnumerateObject().Select(p => p.Name).ToList();
        Assert.True(names is ["type"] or ["type", "data"] or ["data", "type"], $"Not an envelope: {text}");
        return new Received(envelope.GetProperty("type").GetString()!, names.Count == 2 ? envelope.GetProperty("data") : Empty, text);
    }

    /// <summary>A text member of the data; null where it is not there.</summary>
    public string? this[string member] => Data.TryGetProperty(member, out var value) ? value.ToString() : null;

    /// <summary>A whole number of the data.</summary>
    public long Number(string member) => Data.GetProperty(member).GetInt64();

    /// <inheritdoc/>
    public override string ToString() => Text;
}

/// <summary>The server answered with <c>error</c>.</summary>
public sealed class RefusedException(Received error) : Exception(error.Text)
{
    /// <summary>The whole answer.</summary>
    public Received Error => error;

    /// <summary>The error's code.</summary>
    public string Code => error["code"]!;
}
