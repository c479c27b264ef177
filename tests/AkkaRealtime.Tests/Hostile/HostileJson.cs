namespace AkkaRealtime.Tests.Hostile;

/// <summary>
/// JSON that a parser takes and that may be too much for whoever passes it on: texts and names that are no Unicode, depth, numbers beyond any type,
/// a name twice, the wrong kind. The same for the same seed.
/// </summary>
internal sealed class HostileJson(int seed)
{
    private static readonly string[] Values =
    [
        """ "\ud800" """, """ "a\udc00b" """, """ "\ud83d\ude00" """, """ "\u0000" """, """ "" """, """ "é\r\n" """,
        "1e999", "-0", "123456789012345678901234567890", "0.1", "null", "true", "[]", "{}", """[null,[],{"\ud800":1}]""",
        """{"\udfff":{"a":"\ud800\ud800"}}""", """{"type":"offer","type":"answer","sdp":"v=0"}""", """{"__proto__":null,"ref":"x","$type":"x"}""",
        Nested(40), Nested(55),
    ];

    private readonly Random _random = new(seed);

    /// <summary>
    /// <paramref name="members"/>, which make a well-formed request, with up to three of them damaged: replaced, given inside an object or a list, or joined
    /// by one that nobody asked for.
    /// </summary>
    public string Damage(IReadOnlyDictionary<string, string> members)
    {
        var damaged = new Dictionary<string, string>(members, StringComparer.Ordinal);
        for (var i = _random.Next(4); i > 0; i--)
        {
            var name = _random.Next(4) == 0 || members.Count == 0 ? "extra" : members.Keys.ElementAt(_random.Next(members.Count));
            damaged[name] = _random.Next(3) switch
            {
                0 => $$"""{"candidate":{{Value()}},"type":"offer","sdp":"v=0","more":{{Value()}}}""",
                1 => $"[{Value()},{damaged.GetValueOrDefault(name, "1")}]",
                _ => Value(),
            };
        }

        return string.Join(',', damaged.Select(member => $"\"{member.Key}\":{member.Value}"));
    }

    private string Value() => Values[_random.Next(Values.Length)];

    private static string Nested(int depth) => new string('[', depth) + new string(']', depth);
}
