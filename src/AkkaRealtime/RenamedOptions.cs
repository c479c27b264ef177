using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Options;

namespace AkkaRealtime;

/// <summary>
/// Stops the start where an option still has a former name. Passed over in silence, it would fall back to its default: deleted messages that an operator
/// had emptied would be kept again.
/// </summary>
/// <param name="section">What the operator set, section <see cref="RealtimeOptions.Section"/>.</param>
internal sealed class RenamedOptions(IConfiguration section) : IValidateOptions<RealtimeOptions>
{
    private static readonly (string Former, string Now)[] Names =
    [
        ("Retention:EmptyDeleted", "Retention:RedactDeletedMessages"),
        ("Status:OpenToAll", "Status:VisibleToAll"),
        ("Files:UploadsAtOnce", "Files:MaxConcurrentUploads"),
    ];

    /// <summary>Whether it is such a name.</summary>
    public static bool IsFormer(string path) => Array.Exists(Names, n => string.Equals(n.Former, path, StringComparison.OrdinalIgnoreCase));

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, RealtimeOptions options)
    {
        var faults = Names.Where(n => section[n.Former] is not null)
            .Select(n => $"{RealtimeOptions.Section}:{n.Former} is called {RealtimeOptions.Section}:{n.Now} now. Rename it.").ToList();
        return faults.Count == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(faults);
    }
}
