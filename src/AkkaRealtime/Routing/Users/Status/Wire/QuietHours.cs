using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using AkkaRealtime.Envelopes;

namespace AkkaRealtime.Routing.Users.Status.Wire;

/// <summary>The hours of a week in which somebody is not to be disturbed, by the clocks of a time zone (protocol §5, "Quiet hours").</summary>
/// <param name="From">When they begin.</param>
/// <param name="To">When they end; not later than <paramref name="From"/>: on the day after.</param>
/// <param name="Days">The days on which they begin.</param>
/// <param name="Zone">The time zone, by its IANA name.</param>
internal sealed record QuietHours(TimeOnly? From, TimeOnly? To, WeekDays Days, string? Zone)
{
    /// <summary>Until then they don't count: the user has turned them off for one time. The server says when that is.</summary>
    public DateTimeOffset? SkipUntil { get; init; }

    /// <summary>What is wrong with them as a client has sent them, or null.</summary>
    public RequestError? Check()
    {
        if (From is null || To is null)
            return RequestError.Bad("hours", "\"from\" and \"to\" of \"hours\" are times of the day, such as \"22:00\".");
        if (!Days.Any)
            return RequestError.Bad("hours", "\"days\" of \"hours\" are the numbers of some days of the week, 1 for Monday to 7.");
        return !string.IsNullOrEmpty(Zone) && ZoneName.Check(Zone, mayBeNone: false) is null && TimeZoneInfo.TryFindSystemTimeZoneById(Zone, out _)
            ? null
            : RequestError.Bad("hours", "\"zone\" of \"hours\" is the name of a time zone that this server knows, such as \"Europe/Berlin\".");
    }
}

/// <summary>Some days of the week; on the wire their numbers, Monday being 1.</summary>
[JsonConverter(typeof(WeekDaysConverter))]
internal readonly record struct WeekDays(int Bits)
{
    /// <summary>Whether there are any.</summary>
    public bool Any => Bits != 0;

    /// <summary>Whether a day is one of them.</summary>
    public bool Has(DayOfWeek day) => (Bits & (1 << (((int)day + 6) % 7))) != 0;
}

/// <summary>JSON of <see cref="WeekDays"/>.</summary>
internal sealed class WeekDaysConverter : JsonConverter<WeekDays>
{
    /// <inheritdoc/>
    public override WeekDays Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException();
        var bits = 0;
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out var day) || day is < 1 or > 7)
                throw new JsonException();
            bits |= 1 << (day - 1);
        }

        return new WeekDays(bits);
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, WeekDays value, JsonSerializerOptions options)
    {
        writer.WriteStartArray();
        for (var day = 1; day <= 7; day++)
        {
            if ((value.Bits & (1 << (day - 1))) != 0)
                writer.WriteNumberValue(day);
        }

        writer.WriteEndArray();
    }
}

/// <summary>Times of the day as <c>22:00</c>.</summary>
internal sealed class WallTimeConverter : JsonConverter<TimeOnly>
{
    private const string Format = "HH:mm";

    /// <inheritdoc/>
    public override TimeOnly Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String && TimeOnly.TryParseExact(reader.GetString(), Format, CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : throw new JsonException();

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, TimeOnly value, JsonSerializerOptions options) =>
        writer.WriteStringValue(value.ToString(Format, CultureInfo.InvariantCulture));
}
