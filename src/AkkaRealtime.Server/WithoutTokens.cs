using System.Text;
using System.Text.RegularExpressions;

namespace AkkaRealtime.Server;

/// <summary>
/// Standard output without tokens: what looks like a JWT, or like a key that the API has made, is cut to its first letters, whoever logs it at whatever level, such as a framework that logs the addresses of requests.
/// </summary>
internal sealed partial class WithoutTokens(TextWriter inner) : TextWriter
{
    // Each part of a JWT is JSON in base64url, and JSON begins with {".
    private const string Begin = "eyJ";

    // Incoming webhooks have theirs in their address.
    private const string KeyBegin = "ark_";

    /// <inheritdoc/>
    public override Encoding Encoding => inner.Encoding;

    /// <summary>From now on, all that is written to standard output goes through here.</summary>
    public static void Install()
    {
        if (Console.Out is not WithoutTokens)
            Console.SetOut(new WithoutTokens(Console.Out));
    }

    /// <summary>The text without tokens.</summary>
    public static string Clean(string text)
    {
        if (text.Contains(Begin, StringComparison.Ordinal))
            text = Token().Replace(text, $"{Begin}…");
        return text.Contains(KeyBegin, StringComparison.Ordinal) ? Key().Replace(text, $"{KeyBegin}…") : text;
    }

    /// <inheritdoc/>
    public override void Write(char value) => inner.Write(value);

    /// <inheritdoc/>
    public override void Write(string? value) => inner.Write(value is null ? null : Clean(value));

    /// <inheritdoc/>
    public override void WriteLine(string? value) => inner.WriteLine(value is null ? null : Clean(value));

    /// <inheritdoc/>
    public override void Write(char[] buffer, int index, int count) => Write(new string(buffer, index, count));

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    /// <inheritdoc/>
    public override void Flush() => inner.Flush();

    [GeneratedRegex(@"eyJ[A-Za-z0-9_-]{5,}(\.[A-Za-z0-9_-]*){1,4}", RegexOptions.ExplicitCapture)]
    private static partial Regex Token();

    [GeneratedRegex("ark_[A-Za-z0-9_-]{20,}")]
    private static partial Regex Key();
}
