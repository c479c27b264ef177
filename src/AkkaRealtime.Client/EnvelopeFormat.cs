using System.Buffers;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace AkkaRealtime.Client;

/// <summary>Envelopes (protocol §1).</summary>
internal static class EnvelopeFormat
{
    /// <summary>An envelope's text. A request is a part of the trace that it is made in (<see cref="Activity.Current"/>), and says so where that is recorded: otherwise the server would record none of its own.</summary>
    /// <param name="type">Its type.</param>
    /// <param name="data">What it says: a JSON object.</param>
    /// <param name="json">Writes it.</param>
    /// <param name="reference">Its <c>ref</c>, or null.</param>
    public static ReadOnlyMemory<byte> Write<T>(string type, T data, JsonTypeInfo<T> json, string? reference)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using var writer = new Utf8JsonWriter(buffer);
        writer.WriteStartObject();
        writer.WriteString("type"u8, type);
        writer.WriteStartObject("data"u8);
        if (reference is not null)
            writer.WriteString("ref"u8, reference);
        var members = JsonSerializer.SerializeToElement(data, json);
        if (reference is not null && Activity.Current is { IdFormat: ActivityIdFormat.W3C, Recorded: true, Id: { } trace } && !members.TryGetProperty("traceparent"u8, out _))
            writer.WriteString("traceparent"u8, trace);
        foreach (var member in members.EnumerateObject())
        {
            if (reference is null || !member.NameEquals("ref"u8))
                member.WriteTo(writer);
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
        writer.Flush();
        return buffer.WrittenMemory;
    }

    /// <summary>Takes a text apart. What it returns outlives the text.</summary>
    /// <exception cref="JsonException">It is no envelope.</exception>
    public static Received Read(ReadOnlyMemory<byte> utf8)
    {
        var envelope = JsonElement.Parse(utf8.Span);
        var type = envelope.GetProperty("type").GetString() ?? throw new JsonException("An envelope has no type.");
        var data = envelope.TryGetProperty("data", out var given) ? given : default;
        var reference = data.ValueKind == JsonValueKind.Object && data.TryGetProperty("ref", out var found) ? found.GetString() : null;
        return new Received(type, reference, data);
    }
}

/// <summary>A message from the server.</summary>
internal readonly record struct Received(string Type, string? Ref, JsonElement Data);
