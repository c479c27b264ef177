using System.Globalization;

namespace AkkaRealtime.Cli.Doctor;

/// <summary>The address of a STUN or TURN server (RFC 7064, RFC 7065): <c>turn:host:port?transport=tcp</c>.</summary>
internal sealed record IceAddress(string Host, int Port, bool IsStream, bool IsTls)
{
    /// <summary>Takes it apart; null where it is none.</summary>
    public static IceAddress? Parse(string text)
    {
        var (scheme, rest) = text.Split(':', 2) is [var s, var r] ? (s.ToLowerInvariant(), r) : ("", "");
        if (scheme is not ("stun" or "stuns" or "turn" or "turns"))
            return null;
        var query = rest.Split('?', 2);
        var isTls = scheme.EndsWith('s');
        var isTcp = query.Length == 2 && query[1].Equals("transport=tcp", StringComparison.OrdinalIgnoreCase);

        // A colon of IPv6 stands in brackets.
        var colon = query[0].LastIndexOf(':');
        var hasPort = colon > query[0].LastIndexOf(']');
        var host = (hasPort ? query[0][..colon] : query[0]).Trim('[', ']');
        var port = isTls ? 5_349 : 3_478;
        return host.Length == 0 || (hasPort && !int.TryParse(query[0].AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
            ? null
            : new IceAddress(host, port, isTcp || isTls, isTls);
    }
}
