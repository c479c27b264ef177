using AkkaRealtime.Envelopes;
using Microsoft.AspNetCore.Http.HttpResults;

namespace AkkaRealtime.Admin.Api;

/// <summary>The key that names what a POST makes, so that it can be sent again without harm: <c>key</c> in the body, or the header.</summary>
internal static class AdminKeys
{
    /// <summary>The header; where both are sent, they are the same.</summary>
    public const string Header = "Idempotency-Key";

    /// <summary>The key; null where there is none.</summary>
    public static string? Of(string? inBody, string? inHeader) => inBody ?? inHeader;

    /// <summary>What is wrong with it.</summary>
    public static ProblemHttpResult? Fault(string? inBody, string? inHeader, bool isNeeded)
    {
        if (inBody is not null && inHeader is not null && inBody != inHeader)
            return AdminProblems.Bad($"\"key\" and the header {Header} name the same thing: send one of them.", "key");
        var key = Of(inBody, inHeader);
        return (key is null && !isNeeded) || IdRules.IsKey(key)
            ? null
            : AdminProblems.Bad($"\"key\", or the header {Header}, is 1 to 64 characters that name this, so that it can be sent again without harm.", "key");
    }
}
