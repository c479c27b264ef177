namespace AkkaRealtime.TestKit;

/// <summary>A request was answered with <c>error</c> (protocol §1).</summary>
/// <param name="code">The code, such as <c>forbidden</c>.</param>
/// <param name="message">The sentence.</param>
public sealed class RealtimeRequestException(string code, string message) : Exception($"{code}: {message}")
{
    /// <summary>The code of the error.</summary>
    public string Code { get; } = code;
}
